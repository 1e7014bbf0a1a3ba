/** Fences between people, workspaces and providers. */
import type { Fence } from './fence.ts';

const LIKE_NAMES = 'test/broker/like-names.test.ts';
const STRICT = 'test/contract/strict-bodies.test.ts';
const CUSTOM = 'test/providers/custom.test.ts';

export const TENANCY_FENCES: readonly Fence[] = [
  {
    what: 'a connection is of one provider, and of none that is named alike',
    file: 'src/broker/connection/is-own-row.ts',
    fence: 'connectionId === provider || connectionId.startsWith(',
    without: 'connectionId.startsWith(provider) || connectionId.startsWith(',
    test: LIKE_NAMES,
    name: 'is none: slack-user of slack',
    proves: ['T058'],
  },
  {
    what: 'an injection is for a connection of the server’s provider, and of none that is named alike',
    file: 'src/broker/connection/is-own-row.ts',
    fence: 'return connectionId === provider || ',
    without: 'return connectionId.startsWith(provider) || ',
    test: 'test/journeys/inject-refused.test.ts',
    name: 'T058: for one of a provider that is named alike',
    proves: ['T058'],
  },
  {
    what: 'an app is in use by connections of its own provider alone',
    file: 'src/broker/apps/delete-oauth-app.ts',
    fence: 'return provider === wanted && ',
    without: 'return provider.startsWith(wanted) && ',
    test: LIKE_NAMES,
    name: 'is not in use because one of slack-user is',
  },
  {
    what: 'an app is in use by every connection that is not over',
    file: 'src/broker/apps/delete-oauth-app.ts',
    fence: "status !== 'disconnected';",
    without: "status === 'active';",
    test: LIKE_NAMES,
    name: 'cannot be deleted while a connection of it is',
  },
  {
    what: 'a person is an issuer and a subject',
    file: 'src/broker/caller.ts',
    fence: 'left.issuer === right.issuer && ',
    without: '',
    test: LIKE_NAMES,
    name: 'a person is an issuer and a subject',
    proves: ['T026', 'T050'],
  },
  {
    what: 'a server of this machine answers no name that leads to it',
    file: 'local/judge-request.ts',
    fence: '  if (headers.host !== host && ',
    without: "  if (headers.host === 'none' && ",
    test: 'test/local/loopback.test.ts',
    name: 'DNS rebinding',
    proves: ['T057'],
  },
  {
    what: 'a host of the catalogue is one with the dot of the root too',
    file: 'src/providers/catalogue-hosts.ts',
    fence: "return name.replace(/\\.+$/, '');",
    without: 'return name;',
    test: CUSTOM,
    name: 'T018',
    proves: ['T018'],
  },
  {
    what: 'no body reaches a prototype',
    file: 'src/contract/resources/connect-session.ts',
    fence: 'export const StartBody = z\n  .strictObject(',
    without: 'export const StartBody = z\n  .object(',
    test: 'test/journeys/tenancy.test.ts',
    name: 'T060 T176',
    proves: ['T060', 'T176'],
  },
  ...strictBodies(),
  {
    what: 'a consent asks for the scopes of the catalogue and no more',
    file: 'src/broker/connect/choose-scopes.ts',
    fence: 'const asked = [...provider.oauth.scopes.always, ',
    without: "const asked = ['https://mail.google.com/', ...provider.oauth.scopes.always, ",
    test: 'test/providers/authorization-requests.test.ts',
    name: 'a consent of google asks for exactly',
  },
  {
    what: 'the scopes of a provider are those that were reviewed',
    file: 'src/providers/google.ts',
    fence: "always: ['openid', ",
    without: "always: ['https://mail.google.com/', 'openid', ",
    test: 'test/providers/authorization-requests.test.ts',
    name: 'a consent of google asks for exactly',
  },
];

/** Each body that a route takes refuses a member too many. */
function strictBodies(): Fence[] {
  const open = (file: string, head: string, name: string): Fence => ({
    what: `a body is strict: ${name}`,
    file: `src/contract/${file}`,
    fence: `${head}strictObject(`,
    without: `${head}object(`,
    test: STRICT,
    name,
    proves: ['T060'],
  });
  return [
    open(
      'resources/connect-session.ts',
      'export const StartBody = z\n  .',
      'startConnect has no open object',
    ),
    open('resources/oauth-app.ts', 'export const OAuthAppBody = z\n  .', 'putOAuthApp has no open object'),
    open('custom-provider.ts', 'const ByIssuer = z\n  .', 'putOAuthApp has no open object'),
    open('custom-provider.ts', 'const ByEndpoints = z\n  .', 'putOAuthApp has no open object'),
    open(
      'servers/server-registration.ts',
      'export const ServerRegistration = z\n  .',
      'putMcpServer has no open object',
    ),
    open('injection.ts', 'export const InjectionRequest = z.', 'an injection has no open object'),
    open('refresh.ts', 'export const RefreshRequest = z.', 'a refresh has no open object'),
  ];
}
