/** Writes docs/providers.md from the catalogue. Pure. */
import type { OAuthFacts, Provider } from '../../src/oauth/provider.ts';

export function providersPage(providers: readonly Provider[]): string {
  const sorted = [...providers].sort((left, right) => left.name.localeCompare(right.name));
  return `# Providers

What each provider's connection serves and how it behaves. Written from the files in \`src/providers\` by
\`UPDATE_DOCS=1 npm test -- test/providers/documentation.test.ts\`; the same test fails when the two differ. Every provider here
passes the journey of \`test/providers/journeys.test.ts\` against a server that was written from the provider's documentation;
none of it was tried against the live provider. “How sure” is how sure the facts are.

${table(sorted)}

${sorted.map(section).join('\n')}`;
}

function table(providers: readonly Provider[]): string {
  const head = ['provider', 'id', 'serves', 'MCP servers', 'refresh', 'revocation ends', 'PKCE', 'how sure'];
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
  if (facts.kind === 'none') return 'none: tokens have no clock';
  const replay = {
    safe: 'a replay is safe',
    fails: 'a replay fails',
    'kills-family': 'a replay ends the grant',
  }[facts.replay];
  const kind = { rotating: 'rotates', reusable: 'stays', sometimes: 'by a setting of the app' }[facts.kind];
  return `${kind}; ${replay}`;
}

function revocation({ revocation: facts }: OAuthFacts): string {
  if (facts.kind === 'none') return 'nothing: by hand';
  const reach = { token: 'the token', grant: 'the whole grant', app: 'all of the app' }[facts.reach];
  return facts.confirms ? reach : `${reach}, unconfirmed`;
}

function section({ name, id, variables = {}, servers, verified, byo, source, oauth }: Provider): string {
  const lines = [
    `## ${name}`,
    '',
    `Connection \`${id}\`. Checked ${source.checkedOn} against ${source.documents.map((url) => `<${url}>`).join(', ')}.`,
    ...(source.unsure?.length ? [`Not sure: ${source.unsure.join('; ')}.`] : []),
    ...Object.entries(variables).map(
      ([variable, { label, example, of }]) =>
        `\`${variable}\`: ${label}, such as \`${example}\`, of the ${of}.`,
    ),
    '',
    '| | the platform’s verified app | an own app |',
    '| --- | --- | --- |',
    ...(['setUp', 'testUsers', 'quota', 'unverifiedScreen', 'refreshToken'] as const)
      .filter((fact) => verified[fact] || byo[fact])
      .map((fact) => `| ${FACT[fact]} | ${verified[fact] ?? '–'} | ${byo[fact] ?? '–'} |`),
    '',
    `Own app, at <${byo.consoleUrl}>:`,
    '',
    ...byo.steps.map((step, index) => `${index + 1}. ${step}`),
    '',
    ...servers.map(
      (server) =>
        `- MCP server \`${server.id}\` (${server.binding}): ${server.url ?? 'started by the runtime'}`,
    ),
    ...(servers.length ? [''] : []),
    `By hand: <${oauth.revocation.byHandAt}>`,
    '',
  ];
  return lines.join('\n');
}

const FACT = {
  setUp: 'set-up',
  testUsers: 'test users',
  quota: 'quota',
  unverifiedScreen: 'what people see',
  refreshToken: 'refresh token',
};
