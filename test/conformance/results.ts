/** The scenarios of the suite, and the table of what became of them. */

import { reasons, type ServerResult, serverTable } from './server/results.ts';

export const REVISION = '2026-07-28';

export interface ScenarioResult {
  name: string;
  passed: number;
  checks: number;
  isPassed: boolean;
}

const auth = (names: readonly string[]) => names.map((name) => `auth/${name}`);

/** What the revision requires of authorization, as `conformance list --client` names it; `run.ts` compares both. */
export const SCENARIOS = {
  required: auth([
    ...['metadata-default', 'metadata-var1', 'metadata-var2', 'metadata-var3', 'basic-cimd'],
    ...['scope-from-www-authenticate', 'scope-from-scopes-supported', 'scope-omitted-when-undefined'],
    ...['scope-step-up', 'scope-retry-limit'],
    ...['token-endpoint-auth-basic', 'token-endpoint-auth-post', 'token-endpoint-auth-none'],
    ...['pre-registration', 'resource-mismatch', 'offline-access-scope', 'offline-access-not-supported'],
    'authorization-server-migration',
    ...['iss-supported', 'iss-not-advertised', 'iss-supported-missing', 'iss-wrong-issuer'],
    ...['iss-unexpected', 'iss-normalized', 'metadata-issuer-mismatch'],
  ]),
  /** Grants without a person, and proof of possession: the broker has none of them. */
  extensions: auth([
    ...['client-credentials-jwt', 'client-credentials-basic', 'enterprise-managed-authorization'],
    ...['dpop', 'dpop-nonce', 'wif-jwt-bearer'],
  ]),
};

/** The table in Markdown. */
export function tableOf(results: readonly ScenarioResult[], server?: readonly ServerResult[]): string {
  const required = results.filter(({ name }) => SCENARIOS.required.includes(name));
  const extensions = results.filter(({ name }) => SCENARIOS.extensions.includes(name));
  const passed = required.filter(({ isPassed }) => isPassed).length;
  return [
    '# Conformance',
    '',
    '`npm run conformance -- --extensions --docs` writes this page, with `@modelcontextprotocol/conformance`.',
    '',
    '## As a client, for authorization',
    '',
    `The client scenarios for authorization of revision ${REVISION} run against a local environment: an admin registers the`,
    'address of each scenario’s server over the API, the consent is walked, and tools are called through',
    '`injectingFetch`. Nothing in the environment knows the scenarios; `auth/basic-cimd` alone gets the address of the',
    'document that its authorization server expects.',
    '',
    `### Required: ${passed} of ${required.length} pass`,
    '',
    ...rows(required),
    ...(extensions.length === 0
      ? []
      : ['', '### Extensions, which the revision does not require', '', ...rows(extensions)]),
    ...(extensions.length === 0
      ? []
      : [
          '',
          'The broker acts for a person who consents, with a bearer token. It has no grant of a client’s own, no token',
          'exchange and no DPoP, so these end where the scenario wants one.',
        ]),
    ...(server ? ['', ...serverPart(server)] : []),
    '',
  ].join('\n');
}

/** The endpoint as a server. */
function serverPart(server: readonly ServerResult[]): string[] {
  return [
    '## As a server, at one address',
    '',
    'All server scenarios of both revisions run against `/mcp/{workspace}/{server}`, with the suite’s own tools behind it: at',
    'the node face of a local environment, and at the functions of a stage behind the tests’ models of API Gateway and of',
    'Lambda’s streaming. The suite sends no token, so what stands between adds one. “Fails in 2” counts checks of a scenario',
    'whose others pass. A scenario that ends otherwise than this page says fails the command; the reasons are in',
    '`test/conformance/server/expected-failures.ts`.',
    '',
    ...serverTable(server),
    '',
    '### Why the others fail',
    '',
    ...reasons(),
  ];
}

function rows(results: readonly ScenarioResult[]): string[] {
  const line = ({ name, passed, checks, isPassed }: ScenarioResult) =>
    `| ${name} | ${passed} of ${checks} | ${isPassed ? 'passes' : 'fails'} |`;
  return ['| Scenario | Checks | Result |', '| --- | --- | --- |', ...results.map(line)];
}
