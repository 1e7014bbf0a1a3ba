/** What a scripted provider does with a person's browser: it checks the authorization request and sends the browser back. */
import { createHmac } from 'node:crypto';
import { must } from './received-request.ts';
import type { AuthorizationRules, RedirectProof, ScriptedClient } from './scripted-provider.ts';

/** Throws when a parameter is not as documented (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export function checkAuthorizationRequest(url: URL, client: ScriptedClient, rules: AuthorizationRules): void {
  const at = `${url.origin}${url.pathname}`;
  must(at === rules.at, `authorization at ${rules.at}, was ${at}`);
  const asked = url.searchParams;
  const { clientId, idName = 'client_id', redirectUri: redirect_uri } = client;
  checkParameters(asked, { response_type: 'code', [idName]: clientId, redirect_uri, ...rules.parameters });
  for (const name of rules.absent ?? []) must(!asked.has(name), `no ${name}`);
  must((asked.get('state') ?? '').length >= 22, 'a state of 128 bits or more');
  checkScopes(asked, rules);
  checkChallenge(asked, rules);
  rules.check?.(asked);
}

/** The URL that the provider redirects to after the consent. `now` is the time in milliseconds, for a redirect with a proof. */
export function callbackUrl(
  asked: URLSearchParams,
  client: ScriptedClient,
  { parameters, proof, now }: { parameters: Record<string, string>; proof?: RedirectProof; now: number },
): string {
  const all = { ...parameters, state: asked.get('state') ?? '' };
  const query = proof ? provedQuery(all, { proof, client, now }) : new URLSearchParams(all);
  return `${client.redirectUri}?${query}`;
}

/** In alphabetical order, with the HMAC over all the others. */
function provedQuery(
  parameters: Record<string, string>,
  { proof, client, now }: { proof: RedirectProof; client: ScriptedClient; now: number },
): URLSearchParams {
  const timed = { ...parameters, [proof.timestamp]: `${Math.floor(now / 1000)}` };
  const query = new URLSearchParams(timed);
  query.sort();
  const hmac = createHmac('sha256', client.clientSecret).update(`${query}`).digest('hex');
  query.append(proof.parameter, hmac);
  query.sort();
  return query;
}

function checkParameters(asked: URLSearchParams, exact: Record<string, string>): void {
  for (const [name, value] of Object.entries(exact)) {
    must(asked.get(name) === value, `${name}=${value}, was ${asked.get(name)}`);
  }
}

function checkScopes(asked: URLSearchParams, { scopes }: AuthorizationRules): void {
  if (!scopes) return;
  const { names, others, separator = ' ' } = scopes;
  const sent = asked.get('scope')?.split(separator) ?? [];
  for (const name of names) must(sent.includes(name), `scope ${name}, was ${sent}`);
  must(others === 'allowed' || sent.length === names.length, `the scopes ${names}, were ${sent}`);
}

function checkChallenge(asked: URLSearchParams, { pkce }: AuthorizationRules): void {
  if (pkce === 'refused') must(!asked.has('code_challenge'), 'no challenge');
  if (pkce !== 'S256') return;
  checkParameters(asked, { code_challenge_method: 'S256' });
  must(/^[\w-]{43}$/.test(asked.get('code_challenge') ?? ''), 'a challenge of 43 characters');
}
