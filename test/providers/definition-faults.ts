/** The rules for a provider's definition, as one list of what is wrong with it. */
import type { Provider } from '../../src/oauth/provider.ts';
import { fill, issuerPattern, resolveFacts } from '../../src/oauth/resolve-facts.ts';
import { domainsOf } from '../../src/providers/catalogue-hosts.ts';

/** RFC 6749, 7636, 9101 and OpenID Connect: what we say, or what could say it in our place. */
const RESERVED = [
  'client_id',
  'client_secret',
  'code_challenge',
  'code_challenge_method',
  'id_token_hint',
  'nonce',
  'redirect_uri',
  'registration',
  'request',
  'request_uri',
  'response_type',
  'scope',
  'state',
];
/** Codes whose meaning RFC 6749 fixes: a provider's lists are beside them, never against them. */
const FIXED = [
  'invalid_grant',
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_request',
  'temporarily_unavailable',
  'server_error',
  'slow_down',
];
/** RFC 6749 appendix A.4. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

type Rule = (provider: Provider) => [fault: string, isWrong: boolean][];

/**
 * T009: reviewed. Slack's apps break on a challenge unless they switched to public clients, for good. LinkedIn's web apps break
 * on a verifier. Nothing says that Gong takes a challenge.
 */
const WITHOUT_CHALLENGE = ['gong', 'linkedin', 'slack', 'slack-user'];

const authorization: Rule = ({ id, oauth }) => [
  ['no S256 challenge', oauth.pkce !== 'S256' && !WITHOUT_CHALLENGE.includes(id)],
  ...Object.entries(oauth.authorizationParameters).flatMap<[string, boolean]>(([name, value]) => [
    [`reserved parameter ${name}`, RESERVED.includes(name.toLowerCase())],
    oddParameter(name, value),
  ]),
  ...[oauth.exchangeParameters, oauth.refreshParameters].flatMap((added = {}) =>
    Object.entries(added).map(([name, value]) => oddParameter(name, value)),
  ),
];

/** Before the domain: labels, escaped dots, groups and quantifiers. Nothing that could end a host, or stand for anything. */
const BEFORE_DOMAIN = /^(?:[a-z0-9-]|\\\.|[()|?+*]|\{\w+(?:,\d*)?\}|\[[a-z0-9-]+\])*$/;
/** Whoever could be taken for the provider, with the provider's domain or issuer in it. */
const foreignIssuers = (own: string): string[] => [
  ...['https://evil.example', `http://${own}`, `https://evil${own}`, `https://evil.example/${own}`],
  ...[`https://${own}.evil.example`, `https://${own}@evil.example`, `https://evil.example#${own}`],
  ...[`https://evil.example?${own}`, `https://${own}:8443`, `https://${own.replaceAll('.', 'x')}`],
];

/** The pattern of `iss` (RFC 9207) takes no host outside the provider's domain. */
const issuers: Rule = (provider) => {
  const { issuerPattern: source, issuer } = provider.oauth;
  if (source === undefined) return [];
  const pattern = issuerPattern(provider.oauth, sampleValues(provider)) ?? /(?!)/;
  const [, host = ''] = /^\^https:\/\/(.*?)(?:\(?\/|\$$)/.exec(source) ?? [];
  const own = [...domainsOf(provider)].find((domain) => host.endsWith(domain.replaceAll('.', '\\.')));
  const before = own && host.slice(0, -own.replaceAll('.', '\\.').length);
  const values = sampleValues(provider);
  const foreign = [own ?? '', new URL(fill(issuer, values)).host].flatMap(foreignIssuers);
  const withoutGroups = source
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\([^()]*\)/g, '')
    .replace(/\([^()]*\)/g, '');
  return [
    ['an issuer pattern that is not anchored, or not https', !/^\^https:\/\/.*[^\\]\$$/.test(source)],
    ['an issuer pattern of two', withoutGroups.includes('|')],
    ['an issuer pattern that does not end in a domain of the provider', own === undefined],
    [
      'an issuer pattern with a host of any form',
      before !== undefined && !BEFORE_DOMAIN.test(before.replace(/\($/, '')),
    ],
    ['an issuer pattern that takes another host', foreign.some((text) => pattern.test(text))],
    ['an issuer pattern of an unknown variable', pattern.source.includes('(?!)')],
  ];
};

/** The name is plain. The value is printable ASCII, which is encoded where the request is made (`resource`, RFC 8707). */
function oddParameter(name: string, value: string): [fault: string, isWrong: boolean] {
  return [
    `odd parameter ${name}`,
    !/^[a-z_]+$/.test(name) || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value),
  ];
}

const scopes: Rule = ({ oauth, products }) => {
  const offered = products.flatMap((product) => product.scopes);
  const names = [...oauth.scopes.always, ...offered.map(({ scope }) => scope)];
  return [
    ['no product', products.length === 0],
    ['no scope by default', offered.length > 0 && !offered.some((one) => one.default)],
    ...products.map<[string, boolean]>(({ id }) => [`product id ${id}`, !/^[a-z0-9_-]{1,40}$/.test(id)]),
    ...names.map<[string, boolean]>((name) => [
      `scope ${name}`,
      !SCOPE.test(name) ||
        name.includes(oauth.scopes.requestSeparator) ||
        name.includes(oauth.scopes.answerSeparator),
    ]),
    ...products.map<[string, boolean]>(({ id, scopes: own }) => [
      `product ${id} with a scope twice`,
      new Set(own.map(({ scope }) => scope)).size !== own.length,
    ]),
    ['a scope without a description', offered.some(({ description }) => description.length < 5)],
  ];
};

const lifetimes: Rule = ({ oauth: { accessTokenLifetime: life, refresh } }) => {
  const idle = refresh.kind === 'none' ? undefined : refresh.idleLimit;
  return [
    ['a lifetime that is none', life !== 'endless' && !(Number.isInteger(life) && life > 0)],
    ['an idle limit shorter than an access token', idle !== undefined && life !== 'endless' && idle <= life],
    ['a token with a clock and nothing to refresh it', life !== 'endless' && refresh.kind === 'none'],
  ];
};

const errors: Rule = ({
  oauth: {
    errors: { deadGrant, configuration, transient },
  },
}) => {
  const codes = [...deadGrant, ...configuration, ...transient];
  return [
    ['an error code of two meanings', new Set(codes).size !== codes.length],
    ...codes.map<[string, boolean]>((code) => [
      `error code ${code}`,
      FIXED.includes(code) || !/^[A-Za-z0-9_]+$/.test(code),
    ]),
  ];
};

/** Codes of RFC 6749, 6750 and 7009 for a fault of the request or of the client, which says nothing of a token. */
const NOT_OF_A_TOKEN = [
  ...['invalid_request', 'invalid_client', 'unauthorized_client', 'access_denied', 'invalid_scope'],
  ...['unsupported_grant_type', 'unsupported_token_type', 'insufficient_scope'],
  ...['server_error', 'temporarily_unavailable', 'slow_down'],
];

/** What a revocation may take for the end of a token. */
const revocationProof: Rule = ({ oauth: { revocation: facts, refresh } }) => {
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

const refreshEndpoints: Rule = ({ oauth }) => {
  const { refreshEndpoint = oauth.tokenEndpoint, refreshEndpointIfMissing: other, refresh } = oauth;
  if (other === undefined) return [];
  return [
    ['another refresh endpoint at another host', new URL(other).host !== new URL(refreshEndpoint).host],
    ['another refresh endpoint that is the same', other === refreshEndpoint],
    ['another refresh endpoint for a token that can be spent', refresh.kind !== 'reusable'],
  ];
};

const revocation: Rule = (provider) => {
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
    [
      'a revocation that names neither the token nor the account',
      !['t0ken', ...Object.values(sampleFacts(provider))].some((named) =>
        JSON.stringify([request.body, request.headers]).includes(named),
      ),
    ],
  ];
};

const servers: Rule = (provider) => {
  const { id, api, products, oauth, servers: own } = provider;
  const values = sampleValues(provider);
  const known = [
    ...oauth.scopes.always,
    ...products.flatMap((product) => product.scopes.map(({ scope }) => scope)),
  ];
  return [
    ['no host of its API', api.hosts.length === 0],
    ['an API header without the token', api.authorization.split('{accessToken}').length !== 2],
    ...own.flatMap<[string, boolean]>((server) => {
      const host = server.url && new URL(fill(server.url, values)).host;
      const allowed = server.allowedHosts.map((one) => fill(one, values));
      const isForwarded = server.placements.some((placement) => placement.in !== 'env');
      const headers = server.placements.map(({ name }) => name.toLowerCase());
      const dropped = [...server.removeHeaders.map((name) => name.toLowerCase()), ...headers];
      return [
        [`${server.id} of another provider`, server.provider !== id],
        [`${server.id} at a host that it does not allow`, host !== undefined && !allowed.includes(host)],
        [
          `${server.id} with a scope that nobody can grant`,
          server.scopes.some((scope) => !known.includes(scope)),
        ],
        [`${server.id} without the token`, !JSON.stringify(server.placements).includes('{accessToken}')],
        [
          `T148: ${server.id} lets the caller’s credentials through`,
          isForwarded && (!dropped.includes('authorization') || !dropped.includes('cookie')),
        ],
      ];
    }),
  ];
};

const RULES: Rule[] = [
  authorization,
  issuers,
  scopes,
  lifetimes,
  errors,
  refreshEndpoints,
  revocationProof,
  revocation,
  servers,
];

export function definitionFaults(provider: Provider): string[] {
  return RULES.flatMap((rule) => rule(provider)).flatMap(([fault, isWrong]) => (isWrong ? [fault] : []));
}

/** Connection facts by name: of an account, of a tenant, of an answer. */
const FACTS = {
  cloudId: '1324a887-45db-1bf4-1e99-ef0ff456d421',
  gongHost: 'company-17.api.gong.io',
  instanceHost: 'acme.my.salesforce.com',
  mcpOrg: 'd/acme/',
  stripeAccount: 'acct_1MTfjCQ9PRzxEwkZ',
  tenantId: 'fe79f7dd-b6d4-4a92-ba7b-538af6289c58',
  accountId: '624e3e00-4b0c-4f4a-9f0e-3f0a2c7f4d11',
  baseHost: 'na3.docusign.net',
  userId: '15672143',
  dc: 'us6',
  companyHost: 'acme.pipedrive.com',
};

/** Values of the variables and the facts, as the provider's customers have them. */
export function sampleValues({ variables = {} }: Provider): Record<string, string> {
  const given = Object.entries(variables).map(([name, { default: usual, example, derives }]) => {
    const value = usual ?? example;
    return Object.assign({ [name]: value }, ...Object.values(derives ?? {}), derives?.[value]);
  });
  return Object.assign({ ...FACTS }, ...given);
}

/** Facts of a connection, as the provider's answers have them. */
export function sampleFacts(provider: Provider): Record<string, string> {
  const values = sampleValues(provider);
  const names = Object.keys(provider.oauth.connectionFactPatterns ?? {});
  return Object.fromEntries(names.map((name) => [name, values[name] ?? '']));
}

/** Every address that a definition names and that we or a person would go to with something secret at stake. */
export function endpointsOf(provider: Provider): string[] {
  const { oauth, servers: own, byo } = provider;
  const variables = sampleValues(provider);
  const resolved = resolveFacts(oauth, variables);
  const { issuer, authorizationEndpoint, tokenEndpoint, refreshEndpoint, revocation, account } = resolved;
  const asked = revocation.kind === 'rfc7009' ? revocation.endpoint : undefined;
  const built =
    revocation.kind === 'request'
      ? revocation.build({ clientId: 'c', clientSecret: 's', token: 't', variables }).url
      : undefined;
  return [
    issuer,
    authorizationEndpoint,
    tokenEndpoint,
    revocation.byHandAt,
    byo.consoleUrl,
    ...[
      refreshEndpoint,
      resolved.refreshEndpointIfMissing,
      account.kind === 'endpoint' ? account.endpoint : undefined,
      asked,
      built,
    ].filter((url) => url !== undefined),
    ...own.flatMap(({ url }) => (url ? [fill(url, variables)] : [])),
  ];
}
