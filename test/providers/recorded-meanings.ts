/** What a definition asks for in full, and what it makes of a provider's words, as test/vectors/meanings.json has it. */
import type { Provider } from '../../src/oauth/provider.ts';
import { RefusedAnswer } from '../../src/oauth/refused-answer.ts';
import { scopesOf } from '../../src/oauth/scopes.ts';
import { tokenFailure } from '../../src/oauth/token-failure.ts';
import { requestOf } from './authorization-request.ts';

export function meaningsOf(provider: Provider) {
  return {
    products: Object.fromEntries(
      provider.products.map(({ id, scopes }) => [
        id,
        scopes.map((one) => `${one.scope}${one.default ? ', by default' : ''}`),
      ]),
    ),
    everything: requestOf(provider, scopesOf(provider)),
    // What a spent refresh token does, and how long one lasts.
    refresh: { ...provider.oauth.refresh, lifetime: provider.oauth.refreshTokenLifetime },
    errors: errorsOf(provider),
    revocation: endOf(provider),
    account: accountForm(provider),
  };
}

/** The meaning of each code that is listed beside those of the RFC, as a refused refresh has it. */
function errorsOf({ oauth }: Provider) {
  const meaning = (code: string) => {
    const { kind, isVague } = tokenFailure(
      new RefusedAnswer(new Response(null, { status: 400 }), code),
      oauth,
    );
    return isVague ? 'unknown' : kind;
  };
  const codes = Object.values(oauth.errors).flat().sort();
  return Object.fromEntries(codes.map((code) => [code, meaning(code)]));
}

/** What the receipt of a disconnect rests on: how far one revocation reaches, and which answers count as the end. */
function endOf({ oauth: { revocation } }: Provider) {
  if (revocation.kind === 'none') return 'none';
  const { reach, tokens, alreadyGone, confirms, needs } = revocation;
  const statuses = revocation.kind === 'request' ? [revocation.okStatus, revocation.alreadyGoneStatus] : [];
  return { reach, tokens, alreadyGone, confirms, needs, statuses };
}

function accountForm({ oauth: { account } }: Provider) {
  if (account.kind !== 'endpoint') return account.kind;
  const { method = 'GET', headers, body, deadStatus = [401] } = account;
  return { method, headers, body, deadStatus };
}
