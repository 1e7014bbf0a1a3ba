/**
 * T043: what each provider is asked for by a consent that names nothing, letter for letter. A scope more is a change of this list,
 * which somebody has to read. After a change run `UPDATE_DOCS=1 npm test -- test/providers/authorization-requests.test.ts`.
 * Covers src/broker/connect/choose-scopes.ts, src/oauth/authorization-url.ts, src/providers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chooseScopes } from '../../src/broker/connect/choose-scopes.ts';
import { authorizationUrl } from '../../src/oauth/authorization-url.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { resolveFacts } from '../../src/oauth/resolve-facts.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { sampleValues } from './definition-faults.ts';

const file = new URL('../vectors/authorization-requests.json', import.meta.url);
type Requests = Record<string, Record<string, string | string[]>>;

/** Where the request goes, and its parameters, but for those that every consent has of its own. */
function requestOf(provider: Provider): Requests[string] {
  const { separator, ...request } = {
    separator: provider.oauth.scopes.requestSeparator,
    facts: resolveFacts(provider.oauth, sampleValues(provider)),
    ...{ clientId: 'client', redirectUri: 'https://api.example/oauth/callback', state: 'state' },
    scopes: chooseScopes(provider, { isOwnApp: false }, []),
    codeVerifier: 'v'.repeat(43),
  };
  const url = new URL(authorizationUrl(request));
  const parameters = Object.fromEntries(url.searchParams);
  for (const own of ['client_id', 'redirect_uri', 'state', 'code_challenge']) delete parameters[own];
  const lists = Object.entries(parameters).map(([name, value]) => [
    name,
    name.includes('scope') && value.includes(separator) ? value.split(separator) : value,
  ]);
  return { to: url.origin + url.pathname, ...Object.fromEntries(lists) };
}

const asked = Object.fromEntries([...CATALOGUE.values()].map((each) => [each.id, requestOf(each)]));
if (process.env.UPDATE_DOCS) writeFileSync(file, `${JSON.stringify(asked, null, 2)}\n`);
const listed: Requests = JSON.parse(readFileSync(file, 'utf8'));

it.each([...CATALOGUE.keys()])('T007 T043: a consent of %s asks for exactly what is listed', (id) => {
  expect(asked[id]).toEqual(listed[id]);
});

it('nothing is listed that the catalogue does not have', () => {
  expect(Object.keys(listed)).toEqual([...CATALOGUE.keys()]);
});
