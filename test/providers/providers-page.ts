/** Writes docs/providers.md from the catalogue. Pure. */

import { needsOwnApp } from '../../src/broker/apps/needs-own-app.ts';
import { isWithoutAddress } from '../../src/contract/servers/server-address.ts';
import type { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import type { OAuthFacts, Provider } from '../../src/oauth/provider.ts';
import { templateNames } from '../../src/providers/template-names.ts';

export function providersPage(providers: readonly Provider[]): string {
  const sorted = [...providers].sort((left, right) => left.name.localeCompare(right.name));
  return `# Providers

What a connection to each provider can use, and how the provider behaves. This page is generated from \`src/providers\` by
\`UPDATE_DOCS=1 npm test -- test/providers/documentation.test.ts\`; the same test fails if the page is out of date. Every provider
passes the journey of \`test/providers/journeys.test.ts\` against a scripted server that follows the provider's documentation.
No provider was tested live. “Confidence” says how certain the facts of a provider are.

A *tenant* is one of the organizations, sites or companies that one account reaches at a provider. A connection is for one
tenant. If the account reaches several, the connection waits for a day until a person has chosen one, and no call uses it
before. Two tenants of one person are two connections.

${table(sorted)}

${sorted.map(section).join('\n')}`;
}

function table(providers: readonly Provider[]): string {
  const head = [
    'provider',
    'id',
    'products',
    'MCP servers',
    'refresh',
    'revocation ends',
    'PKCE',
    'confidence',
  ];
  const rows = providers.map(({ name, id, products, servers, oauth, source }) => [
    name,
    `\`${id}\``,
    products.map((product) => product.name).join(', '),
    servers.map((server) => server.name).join(', ') || '–',
    refresh(oauth),
    revocation(oauth),
    oauth.pkce === 'S256' ? 'S256' : 'not sent',
    source.confidence,
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function refresh({ refresh: facts }: OAuthFacts): string {
  if (facts.kind === 'none') return 'none: tokens do not expire';
  const replay = {
    safe: 'a replay is safe',
    fails: 'a replay fails',
    'kills-family': 'a replay ends the grant',
  }[facts.replay];
  const kind = {
    rotating: 'rotates',
    reusable: 'stays the same',
    sometimes: 'depends on a setting of the app',
  }[facts.kind];
  return `${kind}; ${replay}`;
}

function revocation({ revocation: facts }: OAuthFacts): string {
  if (facts.kind === 'none') return 'nothing: only by hand';
  const reach = { token: 'the token', grant: 'the whole grant', app: 'all tokens of the app' }[facts.reach];
  return facts.confirms ? reach : `${reach}, unconfirmed`;
}

function section(provider: Provider): string {
  const { name, id, variables = {}, servers, verified, byo, source, oauth } = provider;
  const lines = [
    `## ${name}`,
    '',
    `Connection id \`${id}\`. Checked on ${source.checkedOn} against ${source.documents.map((url) => `<${url}>`).join(', ')}.`,
    ...(source.unsure?.length ? [`Not certain: ${source.unsure.join('; ')}.`] : []),
    ...Object.entries(variables).map(
      ([variable, { label, example, of, parameter }]) =>
        `\`${variable}\`: ${label}, such as \`${example}\`. ${SET_WITH[of]}${parameter ? ` It is its parameter \`${parameter}\`.` : ''}`,
    ),
    ...protocolFacts(provider),
    '',
    ...comparison(source),
    '| | the platform’s verified app | a workspace’s own app |',
    '| --- | --- | --- |',
    ...(['setUp', 'testUsers', 'quota', 'unverifiedScreen', 'refreshToken'] as const)
      .filter((fact) => verified[fact] || byo[fact])
      .map((fact) => `| ${FACT[fact]} | ${verified[fact] ?? '–'} | ${byo[fact] ?? '–'} |`),
    '',
    `To set up an own app at <${byo.consoleUrl}>:`,
    '',
    ...byo.steps.map((step, index) => `${index + 1}. ${step}`),
    '',
    ...servers.map((server) => `- MCP server \`${server.id}\` (${server.binding}): ${placeOf(server)}`),
    ...(servers.length ? [''] : []),
    `Templates of MCP servers for this provider can hold ${templateNames(provider)
      .map((each) => `\`{${each}}\``)
      .join(', ')}.`,
    '',
    `To revoke the access by hand: <${oauth.revocation.byHandAt}>`,
    '',
  ];
  return lines.join('\n');
}

function comparison({ comparedWith }: Provider['source']): string[] {
  if (!comparedWith) return [];
  const { source, differences } = comparedWith;
  if (differences.length === 0)
    return [`Compared field by field with <${source}>: there is no difference.`, ''];
  return [
    `Compared field by field with <${source}>. The differences:`,
    '',
    ...differences.map((one) => `- ${one}`),
    '',
  ];
}

/** What a person who connects, or who runs an MCP server, meets at this provider and not at most others. */
function protocolFacts({ name, oauth, api, variables = {} }: Provider): string[] {
  const { tenants, callbackProof, revocation, names } = oauth;
  const echoed = Object.values(variables).flatMap(({ echo }) => (echo ? [`\`${echo.parameter}\``] : []));
  const facts = [
    needsOwnApp({ variables }) &&
      'Only a workspace’s own app connects: each customer has a host of their own, so there is no verified app.',
    tenants &&
      `One connection is for one tenant (\`${tenants.id}\`). If the account reaches several, the person chooses one after the consent.`,
    echoed.length > 0 && `The redirect must repeat what was chosen, as ${echoed.join(', ')}.`,
    callbackProof &&
      `The redirect proves its parameters with an HMAC in \`${callbackProof.parameter}\`, at most ${callbackProof.timestamp.maxAgeSeconds} seconds old.`,
    names?.code && `The redirect brings the authorization code as \`${names.code}\`.`,
    names?.clientId && `Requests name the client as \`${names.clientId}\`.`,
    revocation.kind !== 'none' &&
      revocation.needs === 'live-access-token' &&
      `A revocation needs an access token that is still valid, so a disconnect from ${name} refreshes first where the token has run out.`,
    api.header && `API calls carry the token in \`${api.header}\`, and not in \`Authorization\`.`,
  ];
  return facts.filter((fact) => typeof fact === 'string');
}

function placeOf(server: ServerRegistration): string {
  if (server.url) return `<${server.url}>`;
  return isWithoutAddress(server)
    ? 'run by a workspace or an operator, who gives its address'
    : 'started by the runtime';
}

const SET_WITH = {
  connection: 'It is chosen at each consent.',
  app: 'It is set with the app.',
  callback: 'The provider’s redirect brings it.',
};
const FACT = {
  setUp: 'set-up',
  testUsers: 'test users',
  quota: 'quota',
  unverifiedScreen: 'what people see',
  refreshToken: 'refresh token',
};
