/** How long tokens live, and where they are refreshed. */
import type { Rule } from './rule.ts';

export const lifetimes: Rule = ({ oauth: { accessTokenLifetime: life, refresh } }) => {
  const idle = refresh.kind === 'none' ? undefined : refresh.idleLimit;
  return [
    ['a lifetime that is none', life !== 'endless' && !(Number.isInteger(life) && life > 0)],
    ['an idle limit shorter than an access token', idle !== undefined && life !== 'endless' && idle <= life],
    ['a token with a clock and nothing to refresh it', life !== 'endless' && refresh.kind === 'none'],
  ];
};

export const refreshEndpoints: Rule = ({ oauth }) => {
  const { refreshEndpoint = oauth.tokenEndpoint, refreshEndpointIfMissing: other, refresh } = oauth;
  if (other === undefined) return [];
  return [
    ['another refresh endpoint at another host', new URL(other).host !== new URL(refreshEndpoint).host],
    ['another refresh endpoint that is the same', other === refreshEndpoint],
    ['another refresh endpoint for a token that can be spent', refresh.kind !== 'reusable'],
  ];
};
