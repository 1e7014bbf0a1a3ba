/** T043 T073: where a token is revoked, and which answers prove that it has ended. */
import { fill } from '../../../src/oauth/resolve-facts.ts';
import type { Rule } from './rule.ts';
import { sampleFacts, sampleValues } from './sample-values.ts';

/** Codes of RFC 6749, 6750 and 7009 for a fault of the request or of the client, which says nothing of a token. */
const NOT_OF_A_TOKEN = [
  ...['invalid_request', 'invalid_client', 'unauthorized_client', 'access_denied', 'invalid_scope'],
  ...['unsupported_grant_type', 'unsupported_token_type', 'insufficient_scope'],
  ...['server_error', 'temporarily_unavailable', 'slow_down'],
];

/** What a revocation may take for the end of a token. */
export const revocationProof: Rule = ({ oauth: { revocation: facts, refresh } }) => {
  if (facts.kind === 'none') return [];
  const onlyAccess = facts.tokens.every((kind) => kind === 'access');
  return [
    ...facts.alreadyGone.map<[string, boolean]>((code) => [
      `a fault of the request that counts as revoked: ${code}`,
      NOT_OF_A_TOKEN.includes(code),
    ]),
    ['a revocation that presents nothing', facts.tokens.length === 0],
    ['a live token for a revocation of refresh tokens', facts.needs !== undefined && !onlyAccess],
    ['a live token that nothing can renew', facts.needs !== undefined && refresh.kind === 'none'],
  ];
};

export const revocationRequest: Rule = (provider) => {
  const facts = provider.oauth.revocation;
  if (facts.kind !== 'request') return [];
  const variables = sampleValues(provider);
  const request = facts.build({ clientId: 'cl/ient', clientSecret: 's3cret', token: 't0ken', variables });
  return [
    ['a revocation at another host', new URL(request.url).host !== fill(facts.host, variables)],
    ['T073: a secret in a URL', /s3cret|t0ken/.test(request.url)],
    ['a client id that is not escaped', request.url.includes('cl/ient')],
    [
      'a status for done that is also one for gone',
      facts.okStatus.some((one) => facts.alreadyGoneStatus.includes(one)),
    ],
    [
      'a revocation that names neither the token nor the account',
      !['t0ken', ...Object.values(sampleFacts(provider))].some((named) =>
        JSON.stringify([request.body, request.headers]).includes(named),
      ),
    ],
    [
      'a status for done that is none of success',
      facts.okStatus.length === 0 ||
        facts.okStatus.some((one) => !Number.isInteger(one) || one < 200 || one > 299),
    ],
    [
      'a status for gone that is none of a refusal',
      facts.alreadyGoneStatus.some((one) => !(one >= 400 && one < 500)),
    ],
    [
      'a status for gone, and no account endpoint that could prove it',
      facts.alreadyGoneStatus.length > 0 &&
        (provider.oauth.account.kind !== 'endpoint' || facts.tokens.includes('refresh')),
    ],
  ];
};
