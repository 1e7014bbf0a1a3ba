import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import { cyclesIn, folderSizes, ROOMS, roomViolations } from './lib-rooms.ts';
import { sourcesIn } from './sources.ts';

const sources = sourcesIn(['lib']);
const files = sources.map(({ file }) => file);
const imports = sources.flatMap(importsOf);
const importing = (file: string, target: string) => ({ file, target });

describe('the rooms of lib', () => {
  it('import in one direction', () => {
    expect(roomViolations(imports)).toEqual([]);
  });

  it('are all in the list, and the list names nothing that does not exist', () => {
    const rooms = files.filter((file) => file.split('/').length > 2).map((file) => file.split('/')[1]);
    for (const room of new Set(rooms)) expect(Object.keys(ROOMS)).toContain(`lib/${room}/`);
    for (const name of Object.keys(ROOMS))
      expect(
        files.some((file) => file.startsWith(name)),
        name,
      ).toBe(true);
  });

  it.each([
    ['lib/settings/stage-settings.ts', 'lib/stages.ts'],
    ['lib/settings/stage-settings.ts', 'lib/functions/live-alias.ts'],
    ['lib/operations/alarms.ts', 'lib/functions/function.ts'],
    ['lib/storage/table.ts', 'lib/functions/function.ts'],
    ['lib/http/mcp-proxy.ts', 'lib/functions/function.ts'],
    ['lib/dashboard/dashboard-files.ts', 'lib/http/http-api.ts'],
    ['lib/functions/function.ts', 'lib/connections.ts'],
    ['lib/stage-error.ts', 'lib/settings/stage-settings.ts'],
  ])('that import against it are found: %s → %s', (file, target) => {
    expect(roomViolations([importing(file, target)])).toEqual([`${file} imports ${target}`]);
  });

  it.each([
    ['lib/functions/connect.ts', 'lib/storage/table-conditions.ts'],
    ['lib/functions/connect.ts', 'src/contract/table.ts'],
    ['lib/functions/connect.ts', 'aws-cdk-lib'],
    ['lib/connections.ts', 'lib/functions/stage-functions.ts'],
  ])('that import along it are not: %s → %s', (file, target) => {
    expect(roomViolations([importing(file, target)])).toEqual([]);
  });
});

describe('import cycles', () => {
  it('do not exist in lib, not even between types', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(cyclesIn(imports)).toEqual([]);
  });

  it('are found, however long they are', () => {
    expect(cyclesIn([importing('a', 'b'), importing('b', 'a')])).toEqual([['a', 'b']]);
    expect(cyclesIn([importing('a', 'a')])).toEqual([['a']]);
    const long = [importing('start', 'a'), importing('a', 'b'), importing('b', 'c'), importing('c', 'a')];
    expect(cyclesIn(long)).toEqual([['a', 'b', 'c']]);
  });

  it('are not found where two files import the same third one', () => {
    const shared = [importing('a', 'b'), importing('a', 'c'), importing('b', 'd'), importing('c', 'd')];
    expect(cyclesIn(shared)).toEqual([]);
  });
});

describe('a folder of lib', () => {
  it('has 25 files at most', () => {
    const sizes = [...folderSizes(files)];
    expect(sizes.map(([folder]) => folder)).toContain('lib/functions');
    expect(sizes.filter(([, size]) => size > 25)).toEqual([]);
  });

  it('is counted without its subfolders', () => {
    expect([...folderSizes(['lib/a.ts', 'lib/b/c.ts', 'lib/b/d.ts'])]).toEqual([
      ['lib', 1],
      ['lib/b', 2],
    ]);
  });
});
