/**
 * What the example's README names is there, and it says what to do for each reason.
 * Covers examples/mcp-runtime/call-tool.ts.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KINDS } from '../../examples/mcp-runtime/call-tool.ts';
import { REFUSAL_REASONS } from '../../src/contract/injection-messages.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('examples/mcp-runtime/README.md');

it('names commands that there are', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...readme.matchAll(/npm (?:run )?(start|example[a-z:]*)/g)].map(([, name = '']) => name);
  expect(new Set(named)).toEqual(new Set(['start', 'example', 'example:call']));
  for (const name of named) expect(scripts).toHaveProperty([name]);
  for (const kind of KINDS) expect(readme).toContain(`\`${kind}\``);
});

it('says what to do for each reason', () => {
  for (const reason of REFUSAL_REASONS) expect(readme).toMatch(new RegExp(`^\\|[^|]*\`${reason}\``, 'm'));
});

it('names files that there are', () => {
  const named = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(5);
  for (const path of named) expect(() => read(`examples/mcp-runtime/${path}`), path).not.toThrow();
});
