/** The rules for a provider's definition, as one list of what is wrong with it. */
import { URLSearchParams } from 'node:url';
import type { Provider } from '../../src/oauth/provider.ts';

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
  'response_mode',
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

type Rule = (provider: Provider) => [complaint: string, isWrong: boolean][];

const authorization: Rule = ({ oauth }) => [
  ['no S256 challenge', oauth.pkce !== 'S256'],
  ...Object.entries(oauth.authorizationParameters).flatMap<[string, boolean]>(([name, value]) => [
    [`reserved parameter ${name}`, RESERVED.includes(name.toLowerCase())],
    [
      `odd parameter ${name}`,
      !/^[a-z_]+$/.test(name) ||
        value === '' ||
        `${new URLSearchParams({ [name]: value })}` !== `${name}=${value}`,
    ],
  ]),
];

const scopes: Rule = ({ oauth, apps }) => {
  const offered = apps.flatMap((app) => app.scopes);
  const names = [...oauth.scopes.always, ...offered.map(({ scope }) => scope)];
  return [
    ['no scope that is always asked for', oauth.scopes.always.length === 0],
    ['no app', apps.length === 0],
    ...apps.map<[string, boolean]>(({ id, scopes: own }) => [
      `app ${id} without a default`,
      !own.some((one) => one.default),
    ]),
    ...apps.map<[string, boolean]>(({ id }) => [`app id ${id}`, !/^[a-z0-9_-]{1,40}$/.test(id)]),
    ...names.map<[string, boolean]>((name) => [
      `scope ${name}`,
      !SCOPE.test(name) ||
        name.includes(oauth.scopes.requestSeparator) ||
        name.includes(oauth.scopes.answerSeparator),
    ]),
    ['a scope twice', new Set(names).size !== names.length],
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
      FIXED.includes(code) || !/^[a-z_]+$/.test(code),
    ]),
  ];
};

const revocation: Rule = ({ oauth }) => {
  const facts = oauth.revocation;
  if (facts.kind !== 'request') return [];
  const request = facts.build({ clientId: 'cl/ient', clientSecret: 's3cret', token: 't0ken' });
  return [
    ['a revocation at another host', new URL(request.url).host !== facts.host],
    ['T073: a secret in a URL', /s3cret|t0ken/.test(request.url)],
    ['a client id that is not escaped', request.url.includes('cl/ient')],
    [
      'a status for done that is also one for gone',
      facts.okStatus.some((one) => facts.alreadyGoneStatus.includes(one)),
    ],
    ['a revocation without the token', !request.body?.includes('t0ken')],
  ];
};

const servers: Rule = ({ id, api, apps, oauth, servers: own }) => {
  const known = [...oauth.scopes.always, ...apps.flatMap((app) => app.scopes.map(({ scope }) => scope))];
  return [
    ['no host of its API', api.hosts.length === 0],
    ['an API header without the token', api.authorization.split('{accessToken}').length !== 2],
    ...own.flatMap<[string, boolean]>((server) => {
      const host = server.url && new URL(server.url).host;
      const headers = server.placements.map(({ name }) => name.toLowerCase());
      const dropped = [...server.removeHeaders.map((name) => name.toLowerCase()), ...headers];
      return [
        [`${server.id} of another provider`, server.provider !== id],
        [
          `${server.id} at a host that it does not allow`,
          host !== undefined && !server.allowedHosts.includes(host),
        ],
        [
          `${server.id} with a scope that nobody can grant`,
          server.scopes.some((scope) => !known.includes(scope)),
        ],
        [`${server.id} without the token`, !JSON.stringify(server.placements).includes('{accessToken}')],
        [
          `T148: ${server.id} lets the caller’s credentials through`,
          !dropped.includes('authorization') || !dropped.includes('cookie'),
        ],
      ];
    }),
  ];
};

const RULES: Rule[] = [authorization, scopes, lifetimes, errors, revocation, servers];

export function complaintsAbout(provider: Provider): string[] {
  return RULES.flatMap((rule) => rule(provider)).flatMap(([complaint, isWrong]) =>
    isWrong ? [complaint] : [],
  );
}

/** Every address that a definition names and that we or a person would go to with something secret at stake. */
export function endpointsOf({ oauth, servers: own, byo }: Provider): string[] {
  const { revocation: facts } = oauth;
  const asked = facts.kind === 'rfc7009' ? facts.endpoint : undefined;
  const built =
    facts.kind === 'request' ? facts.build({ clientId: 'c', clientSecret: 's', token: 't' }).url : undefined;
  return [
    oauth.issuer,
    oauth.authorizationEndpoint,
    oauth.tokenEndpoint,
    oauth.account.endpoint,
    facts.byHandAt,
    byo.consoleUrl,
    ...[asked, built, ...own.map(({ url }) => url)].filter((url) => url !== undefined),
  ];
}
