/** The scenarios of the suite, and the table of what became of them. */

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
export function tableOf(results: readonly ScenarioResult[]): string {
  const required = results.filter(({ name }) => SCENARIOS.required.includes(name));
  const extensions = results.filter(({ name }) => SCENARIOS.extensions.includes(name));
  const passed = required.filter(({ isPassed }) => isPassed).length;
  return [
    '# Conformance',
    '',
    '`npm run conformance -- --extensions --docs` writes this page. It runs the client scenarios for authorization of',
    `\`@modelcontextprotocol/conformance\` for revision ${REVISION} against a local environment: an admin registers the`,
    'address of each scenario’s server over the API, the consent is walked, and tools are called through',
    '`injectingFetch`. Nothing in the environment knows the scenarios; `auth/basic-cimd` alone gets the address of the',
    'document that its authorization server expects.',
    '',
    `## Required: ${passed} of ${required.length} pass`,
    '',
    ...rows(required),
    ...(extensions.length === 0
      ? []
      : ['', '## Extensions, which the revision does not require', '', ...rows(extensions)]),
    ...(extensions.length === 0
      ? []
      : [
          '',
          'The broker acts for a person who consents, with a bearer token. It has no grant of a client’s own, no token',
          'exchange and no DPoP, so these end where the scenario wants one.',
        ]),
    '',
  ].join('\n');
}

function rows(results: readonly ScenarioResult[]): string[] {
  const line = ({ name, passed, checks, isPassed }: ScenarioResult) =>
    `| ${name} | ${passed} of ${checks} | ${isPassed ? 'passes' : 'fails'} |`;
  return ['| Scenario | Checks | Result |', '| --- | --- | --- |', ...results.map(line)];
}
