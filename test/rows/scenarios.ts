/** The connections and apps that are attacked. */
import type { CustomProviderBody } from '../../src/contract/custom-provider.ts';
import type { Consent } from './answering-provider.ts';

export interface Scenario {
  title: string;
  provider: string;
  app: 'verified' | 'workspace';
  variables?: Record<string, string>;
  /** Of the other workspace. */
  otherVariables?: Record<string, string>;
  custom?: CustomProviderBody;
  otherCustom?: CustomProviderBody;
  tokens?: Omit<Consent, 'account'>;
  /** The app's row has lost its secret. */
  hasNoSecret?: true;
}

const crm = (host: string): CustomProviderBody => ({
  name: 'CRM',
  scopes: ['contacts'],
  apiHosts: [`api.${host}`],
  issuer: `https://${host}`,
  authorizationEndpoint: `https://${host}/authorize`,
  tokenEndpoint: `https://${host}/token`,
  userinfoEndpoint: `https://${host}/userinfo`,
});

export const SCENARIOS: readonly Scenario[] = [
  {
    title: 'Salesforce, the verified app',
    provider: 'salesforce',
    app: 'verified',
    variables: { loginHost: 'acme.my.salesforce.com' },
    otherVariables: { loginHost: 'globex.my.salesforce.com' },
  },
  { title: 'Google, an app of the workspace', provider: 'google', app: 'workspace' },
  {
    title: 'Zendesk, an app of the workspace',
    provider: 'zendesk',
    app: 'workspace',
    variables: { subdomain: 'acme' },
    otherVariables: { subdomain: 'globex' },
  },
  {
    title: 'GitHub, the verified app',
    provider: 'github',
    app: 'verified',
    tokens: { isEndless: true, hasNoRefreshToken: true },
  },
  {
    title: 'a provider of the workspace’s own',
    provider: 'custom~crm',
    app: 'workspace',
    // Without a revocation endpoint: a row may try to add one.
    custom: crm('crm.acme.example'),
    otherCustom: { ...crm('crm.globex.example'), revocationEndpoint: 'https://crm.globex.example/revoke' },
    tokens: { isEndless: true },
  },
  {
    title: 'Google, an app whose row has no secret',
    provider: 'google',
    app: 'workspace',
    hasNoSecret: true,
  },
];
