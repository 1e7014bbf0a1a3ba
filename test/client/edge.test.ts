import { describe, expect, it } from 'vitest';
import { edgeUsesOf } from '../architecture/edge.ts';
import { importsOf, violationsOf } from '../architecture/imports.ts';
import { sourcesIn } from '../architecture/sources.ts';

const all = sourcesIn(['client/src']);
/** The command connections-door is a process of its own, and no runtime bundles it. */
const sources = all.filter(({ file }) => !file.startsWith('client/src/door/'));

describe('the client’s time, randomness, network and environment', () => {
  it('come in through ports, with these defaults', () => {
    const uses = sources.map(
      (source) => [source.file.replace('client/src/', ''), edgeUsesOf(source)] as const,
    );
    expect(Object.fromEntries(uses.filter(([, found]) => found.length > 0))).toEqual({
      'deadline.ts': ['AbortSignal'],
      'not-connected-answer.ts': ['randomUUID'],
      'request-state.ts': ['Date'],
      'send-request.ts': ['fetch'],
      'system.ts': ['Date', 'process', 'randomBytes', 'setTimeout'],
    });
  });

  it('come in through the edge of the door, too', () => {
    const uses = all
      .filter(({ file }) => file.startsWith('client/src/door/'))
      .map((source) => [source.file.replace('client/src/door/', ''), edgeUsesOf(source)] as const);
    expect(Object.fromEntries(uses.filter(([, found]) => found.length > 0))).toEqual({
      'commands/new-secret.ts': ['randomBytes'],
      'commands/probe.ts': ['fetch'],
      'commands/serve.ts': ['process'],
      'configure/read-registration.ts': ['fetch'],
      'main.ts': ['process'],
      'serve/listen-at-socket.ts': ['process'],
    });
  });

  it('are really looked for', () => {
    expect(sources.length).toBeGreaterThan(25);
  });
});

it.each([
  'zod',
  '@modelcontextprotocol/client',
  '@modelcontextprotocol/sdk/types.js',
  'node:http',
  'src/contract/injection.ts',
])('the client does not import %s', (target) => {
  const file = 'client/src/x.ts';
  expect(violationsOf([{ file, target }])).toEqual([`${file} imports ${target}`]);
  const imports = sources.flatMap(importsOf);
  expect(imports.length).toBeGreaterThan(60);
  expect(imports.map((each) => each.target)).not.toContain(target);
});
