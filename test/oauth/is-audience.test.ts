/** Covers src/oauth/jwt/is-audience.ts. */
import { expect, it } from 'vitest';
import { isAudience } from '../../src/oauth/jwt/is-audience.ts';

const ADDRESS = 'https://mcp.example/mcp';

it.each<[audience: string, named: unknown]>([
  ['urn:connections', 'urn:connections'],
  ['https://api.example/', 'https://api.example/'],
  [`${ADDRESS}/*`, ADDRESS],
  [`${ADDRESS}/*`, `${ADDRESS}/acme`],
  [`${ADDRESS}/*`, `${ADDRESS}/~me`],
  [`${ADDRESS}/*`, `${ADDRESS}/acme/demo-notes`],
])('T225: %s is meant by %s', (audience, named) => {
  expect(isAudience(audience, named)).toBe(true);
});

it.each<[audience: string, named: unknown]>([
  ['urn:connections', 'urn:connections:mcp'],
  ['urn:connections', 'URN:connections'],
  ['urn:connections', 'urn:connections '],
  ['urn:connections', undefined],
  ['urn:connections', ['urn:connections']],
  [`${ADDRESS}/*`, `${ADDRESS}/*`],
  [`${ADDRESS}/*`, `${ADDRESS}/`],
  [`${ADDRESS}/*`, `${ADDRESS}-evil`],
  [`${ADDRESS}/*`, `${ADDRESS}//acme`],
  [`${ADDRESS}/*`, `${ADDRESS}/acme/`],
  [`${ADDRESS}/*`, `${ADDRESS}/..`],
  [`${ADDRESS}/*`, `${ADDRESS}/acme/..`],
  [`${ADDRESS}/*`, `${ADDRESS}/%2e%2e`],
  [`${ADDRESS}/*`, `${ADDRESS}/acme%2fdemo`],
  [`${ADDRESS}/*`, `${ADDRESS}/acme/a/b`],
  [`${ADDRESS}/*`, `${ADDRESS}/acme?x=1`],
  [`${ADDRESS}/*`, `${ADDRESS}/acme#x`],
  [`${ADDRESS}/*`, `${ADDRESS}/acme\n`],
  [`${ADDRESS}/*`, 'https://mcp.example/'],
  [`${ADDRESS}/*`, 'https://mcp.example.evil/mcp/acme'],
  [`${ADDRESS}/*`, 'https://MCP.example/mcp/acme'],
])('T225: %s is not meant by %s', (audience, named) => {
  expect(isAudience(audience, named)).toBe(false);
});
