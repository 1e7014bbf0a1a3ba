/** The rooms of `src/broker` stand in an order (docs/architecture.md, "The tree"): a room imports rooms below it alone. */
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, importsOf } from './imports.ts';
import { sourcesIn } from './sources.ts';

/** Each room with the rooms that it may import, beside the ground and itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  ground: ['limits'],
  limits: [],
  rows: [],
  callers: [],
  sweep: [],
  activity: [],
  connection: [],
  apps: ['rows', 'activity', 'connection'],
  health: ['apps', 'activity', 'connection'],
  tokens: ['apps', 'activity', 'connection'],
  remote: ['rows', 'tokens', 'apps', 'activity', 'connection'],
  names: ['activity', 'connection'],
  tools: ['activity'],
  disconnect: ['callers', 'names', 'tools', 'remote', 'tokens', 'apps', 'activity', 'connection'],
  connect: ['rows', 'disconnect', 'remote', 'tokens', 'servers', 'apps', 'activity', 'connection'],
  'app-check': ['connect', 'remote', 'apps', 'activity'],
  refresh: ['disconnect', 'tokens', 'health', 'apps', 'activity', 'connection'],
  restore: ['sweep', 'disconnect', 'tokens', 'apps', 'activity', 'connection'],
  servers: ['rows', 'remote', 'apps', 'activity', 'connection'],
  inject: ['callers', 'tools', 'servers', 'apps', 'activity', 'connection'],
  calls: ['inject', 'connection'],
  authorize: ['callers', 'inject', 'servers', 'apps', 'activity', 'connection'],
  deployment: ['inject', 'refresh'],
  'data-key': ['sweep', 'activity'],
};

const BROKER = 'src/broker/';
const sources = sourcesIn(['src/broker']);
const imports = sources.flatMap(importsOf);

/** The ground: files that stand in no room. */
function roomOf(file: string): string {
  const [first = '', ...rest] = file.slice(BROKER.length).split('/');
  return rest.length > 0 ? first : 'ground';
}

function wrongWay(all: readonly Import[]): string[] {
  return all
    .filter(({ file, target }) => target.startsWith(BROKER) && !mayImport(roomOf(file), roomOf(target)))
    .map(({ file, target }) => `${file} imports ${target}`);
}

function mayImport(from: string, to: string): boolean {
  return from === to || (to === 'ground' ? from in MAY_IMPORT : MAY_IMPORT[from]?.includes(to) === true);
}

describe('the rooms of src/broker', () => {
  it('are those that have an order', () => {
    const rooms = new Set(sources.map(({ file }) => roomOf(file)));
    expect([...rooms].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it('import rooms below them alone', () => {
    expect(imports.filter(({ target }) => target.startsWith(BROKER)).length).toBeGreaterThan(250);
    expect(wrongWay(imports)).toEqual([]);
  });

  it('have an order without a circle', () => {
    const below = (room: string, path: readonly string[] = []): string[] => {
      if (path.includes(room)) throw new Error(`a circle: ${[...path, room].join(' → ')}`);
      return (MAY_IMPORT[room] ?? []).flatMap((next) => below(next, [...path, room]));
    };
    for (const room of Object.keys(MAY_IMPORT)) expect(() => below(room)).not.toThrow();
  });

  it.each([
    [
      'connection',
      'disconnect',
      'src/broker/connection/usable.ts',
      'src/broker/disconnect/end-connection.ts',
    ],
    ['ground', 'inject', 'src/broker/ports.ts', 'src/broker/inject/inject.ts'],
    ['refresh', 'connect', 'src/broker/refresh/tick.ts', 'src/broker/connect/start-connect.ts'],
    ['inject', 'refresh', 'src/broker/inject/inject.ts', 'src/broker/refresh/tick.ts'],
    ['new', 'ground', 'src/broker/new/x.ts', 'src/broker/ports.ts'],
  ])('notice an import that runs back: %s → %s', (_from, _to, file, target) => {
    expect(wrongWay([{ file, target }])).toEqual([`${file} imports ${target}`]);
  });
});

describe('a folder', () => {
  it('of src holds about 25 files at most, but for one file a provider', () => {
    const count = new Map<string, number>();
    for (const { file } of sourcesIn(['src'])) {
      const folder = posix.dirname(file);
      count.set(folder, (count.get(folder) ?? 0) + 1);
    }
    const crowded = [...count].filter(([folder, files]) => files > 25 && folder !== 'src/providers');
    expect(crowded).toEqual([]);
  });
});
