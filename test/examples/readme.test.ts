/**
 * What the example's README names is there, and the page of the endpoint says what to do for each reason.
 * Covers examples/mcp-client/call-tool.ts.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KINDS } from '../../examples/mcp-client/call-tool.ts';
import { REFUSAL_REASONS } from '../../src/contract/injection-messages.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('examples/mcp-client/README.md');
const page = read('docs/one-address.md');

it('names commands that there are', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...readme.matchAll(/npm (?:run )?(start|example[a-z:]*)/g)].map(([, name = '']) => name);
  expect(new Set(named)).toEqual(new Set(['start', 'example:call']));
  for (const name of named) expect(scripts).toHaveProperty([name]);
  for (const kind of KINDS) expect(readme).toContain(`\`${kind}\``);
});

it('the page of the endpoint says what to do for each reason', () => {
  for (const reason of REFUSAL_REASONS) expect(page).toMatch(new RegExp(`^\\|[^|]*\`${reason}\``, 'm'));
});

it('names files that there are', () => {
  const named = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(2);
  for (const path of named) expect(() => read(`examples/mcp-client/${path}`), path).not.toThrow();
});
