/** Values of the variables and of the connection facts, as the customers of a provider have them. */
import type { Provider } from '../../../src/oauth/provider.ts';

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
