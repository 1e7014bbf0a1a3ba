/**
 * docs/one-address.md has the facts that `npm run check-sign-in` judges by. After a change run
 * `UPDATE_DOCS=1 npm test -- test/sign-in/one-address.test.ts`. Covers ops/sign-in.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Fact } from '../../ops/sign-in/fact.ts';
import { ISSUER_PRODUCTS } from '../../ops/sign-in/issuer-products.ts';
import { MCP_CLIENTS } from '../../ops/sign-in/mcp-clients.ts';
import { oneAddressTables, withTables } from './one-address-tables.ts';

const FILE = new URL('../../docs/one-address.md', import.meta.url);
const ISSUERS = Object.values(ISSUER_PRODUCTS);

it('its tables are what the facts say', () => {
  const page = readFileSync(FILE, 'utf8');
  const written = withTables(page, oneAddressTables(MCP_CLIENTS, ISSUERS));
  if (process.env.UPDATE_DOCS === '1') writeFileSync(FILE, written);
  expect(readFileSync(FILE, 'utf8'), 'docs/one-address.md: run the test with UPDATE_DOCS=1').toBe(written);
});

/** Every fact in a value, however deep. */
function factsIn(value: unknown): Fact[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'says' in value ? [value as Fact] : [];
  return [...own, ...Object.values(value).flatMap(factsIn)];
}

it('each fact has an https source and a day that has been', () => {
  const facts = factsIn([MCP_CLIENTS, ISSUERS]);
  expect(facts.length).toBeGreaterThan(50);
  for (const { source, date, says } of facts) {
    expect(new URL(source).protocol, says).toBe('https:');
    expect(date, says).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(Date.parse(date), says).toBeLessThanOrEqual(Date.now());
  }
});

it('each client has a snippet in the page, with its name as the setting has it', () => {
  const page = readFileSync(FILE, 'utf8');
  for (const { name, id } of MCP_CLIENTS) expect(page).toContain(`#### ${name}, \`${id}\``);
});
