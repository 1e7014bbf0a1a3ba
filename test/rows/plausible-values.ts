/** Values that several attributes of rows might have: those of other workspaces and people, and of somebody evil. */
import type { CustomProvider } from '../../src/contract/custom-provider.ts';
import type { DisconnectReceipt } from '../../src/contract/resources/receipt.ts';
import type { RemoteClient } from '../../src/contract/servers/remote-server.ts';
import { START } from './stage.ts';

export const HOUR = 3_600_000;
export const TIMES = [START - 24 * HOUR, START + 1, START + 2 * HOUR, START + 9_000 * HOUR];
export const COUNTS = [0, 1, 2, 3];
export const IDS = ['00000000-0000-7000-8000-000000000000'];
export const PEOPLE = [
  { issuer: 'https://idp.example', subject: 'mallory' },
  { issuer: 'https://evil.example', subject: 'ada' },
];
export const PROVIDERS = ['google', 'salesforce', 'zendesk', 'github', 'gitlab', 'custom~crm', 'custom~evil'];
export const OWNERS = ['verified', 'acme', 'globex'];
export const CLIENTS = [
  'client-acme',
  'client-globex',
  'client-verified-google',
  'client-verified-salesforce',
];
export const VARIABLES: Record<string, string>[] = [
  {},
  { loginHost: 'globex.my.salesforce.com' },
  { loginHost: 'evil.example' },
  { subdomain: 'globex' },
  { subdomain: 'evil.example/?' },
  { host: 'gitlab.evil.example' },
];
export const PLACE_TEXTS = [
  `${START + HOUR / 120}/${IDS[0]}/acme/custom~crm/1`,
  `${START + 9_000 * HOUR}/${IDS[0]}/globex/google/1`,
  'nothing',
];
export const SCOPES = [[], ['openid'], ['admin', 'contacts', 'api', 'repo']];
export const URIS = [
  'https://evil.example/callback',
  'https://api.broker.example/oauth/callback/google/globex',
];
export const HASHES = ['A'.repeat(43)];
/** The bytes of the other rows come beside these. */
export const BYTES = [Uint8Array.from({ length: 64 }, (_, index) => index), new Uint8Array(32)];
export const REMOTE_CLIENT: RemoteClient = {
  server: {
    instance: '01900000-0000-7000-8000-000000000001',
    url: 'https://mcp.evil.example/mcp',
    resource: 'https://mcp.evil.example/mcp',
    issuer: 'https://evil.example',
    authorizationEndpoint: 'https://evil.example/authorize',
    tokenEndpoint: 'https://evil.example/token',
    issuerInResponse: false,
    clientMethods: ['none'],
    takesDocument: true,
    scopes: [],
  },
  registration: 'dynamic',
  method: 'none',
};
export const CUSTOM: CustomProvider = {
  name: 'CRM',
  scopes: [],
  apiHosts: ['evil.example'],
  issuer: 'https://evil.example',
  authorizationEndpoint: 'https://evil.example/authorize',
  tokenEndpoint: 'https://evil.example/token',
  revocationEndpoint: 'https://evil.example/revoke',
  userinfoEndpoint: 'https://evil.example/userinfo',
  issuerInResponse: false,
  clientAuthentication: 'client_secret_post',
};
export const RECEIPT: DisconnectReceipt = {
  requestedAt: new Date(START).toISOString(),
  requestedBy: 'mallory',
  revocation: { outcome: 'pending' },
};
