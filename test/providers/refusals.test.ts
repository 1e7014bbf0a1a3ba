/**
 * What scripted providers refuse: the requests of a real consent, with one thing wrong in each.
 * Covers local/scripted-providers.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import { type RecordedConsent, recordConsent, replay, type TokenRequest } from './recorded-consent.ts';
import { CLIENT } from './world.ts';

/** By their documentation; a name is added here only by somebody who read it. */
const WITHOUT_CHALLENGE = [
  'atlassian',
  'attio',
  'box',
  'clickup',
  'gong',
  'intercom',
  'linkedin',
  'mailchimp',
  'notion',
  'paypal',
  'pipedrive',
  'quickbooks',
  'reddit',
  'shopify',
  'slack',
  'slack-user',
  'stripe',
  'tiktok',
  'xero',
];
/** These break on a verifier; the others without a challenge ignore one. */
const REFUSES_VERIFIER = ['gong', 'linkedin', 'slack', 'slack-user'];
const WITHOUT_REDIRECT_URI_IN_EXCHANGE = ['attio', 'box', 'clickup', 'intercom', 'shopify', 'stripe'];
/** These have rules for the name of a program. */
const REFUSES_ANOTHER_USER_AGENT = ['discord', 'reddit'];
const REUSABLE_REFRESH_TOKEN = [
  'asana',
  'asana-mcp',
  'dropbox',
  'figma',
  'figma, refreshed as in its OpenAPI file',
  'google',
  'hubspot',
  'hubspot, with an optional scope',
  'linkedin, with refresh tokens',
  'paypal',
  'paypal, sandbox',
  'reddit',
  'salesforce, My Domain without rotation',
  'servicenow',
  'snowflake',
  'spotify',
  'zoho',
  'zoho, from Australia to Canada',
];

const named = SCRIPTED_PROVIDERS.map((scripted) => ({
  scripted,
  name: [scripted.provider, scripted.variant].filter(Boolean).join(', '),
}));

const withFields =
  (changed: Record<string, unknown>) =>
  ({ fields }: TokenRequest) => {
    Object.assign(fields, changed);
  };

const secretOf = (change: (secret: string) => string) => (request: TokenRequest) => {
  const { headers, fields } = request;
  if ('client_secret' in fields) fields.client_secret = change(String(fields.client_secret));
  const basic = `${CLIENT.clientId}:${change(CLIENT.clientSecret)}`;
  if ('authorization' in headers) headers.authorization = `Basic ${Buffer.from(basic).toString('base64')}`;
};

const WRONG_CLIENT: [string, (request: TokenRequest) => void][] = [
  ['a wrong client secret', secretOf((secret) => `${secret}x`)],
  ['an empty client secret', secretOf(() => '')],
  [
    'no client',
    ({ headers, fields }) => {
      delete headers.authorization;
      delete fields.client_id;
      delete fields.client_secret;
    },
  ],
  [
    'the client in the header and in the body',
    ({ headers, fields }) => {
      const basic = Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString('base64');
      Object.assign(headers, { authorization: `Basic ${basic}` });
      Object.assign(fields, { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret });
    },
  ],
];

describe.each(named)('$name', ({ scripted }) => {
  let consent: RecordedConsent;
  beforeAll(async () => {
    consent = await recordConsent(scripted);
  });

  it('gives tokens for the requests of the broker, and for each code once', async () => {
    const { visit, askTokens, violations } = replay(consent);
    const code = await visit();
    expect(await askTokens(code)).toBeDefined();
    expect(violations).toEqual([]);
    expect(await askTokens(code)).toBeUndefined();
  });

  it.each(WRONG_CLIENT)('refuses %s', async (_title, change) => {
    const { visit, askTokens } = replay(consent);
    expect(await askTokens(await visit(), change)).toBeUndefined();
  });

  it('refuses another code, and an unknown kind of grant', async () => {
    const { visit, askTokens } = replay(consent);
    await visit();
    expect(await askTokens('code-1')).toBeUndefined();
    expect(await askTokens(await visit(), withFields({ grant_type: 'password' }))).toBeUndefined();
  });

  it('refuses another redirect URI, where it looks at that', async () => {
    const { visit, askTokens } = replay(consent);
    const elsewhere = 'https://evil.example/callback';
    expect(await visit((asked) => asked.set('redirect_uri', elsewhere))).toBeNull();
    const tokens = await askTokens(await visit(), withFields({ redirect_uri: elsewhere }));
    expect(tokens !== undefined).toBe(WITHOUT_REDIRECT_URI_IN_EXCHANGE.includes(scripted.provider));
  });

  it('refuses another User-Agent, where it looks at that', async () => {
    const { visit, askTokens } = replay(consent);
    const tokens = await askTokens(await visit(), ({ headers }) => {
      headers['user-agent'] = 'node';
    });
    expect(tokens === undefined).toBe(REFUSES_ANOTHER_USER_AGENT.includes(scripted.provider));
  });

  it('refuses a consent without its challenge, its verifier, or a long state', async () => {
    const isExempt = WITHOUT_CHALLENGE.includes(scripted.provider);
    const { visit, askTokens } = replay(consent);
    expect((await visit((asked) => asked.delete('code_challenge'))) !== null).toBe(isExempt);
    expect(await visit((asked) => asked.set('state', 'short'))).toBeNull();
    const without = await askTokens(await visit(), ({ fields }) => {
      delete fields.code_verifier;
    });
    expect(without !== undefined).toBe(isExempt);
    const wrong = await askTokens(await visit(), withFields({ code_verifier: 'v'.repeat(43) }));
    expect(wrong !== undefined).toBe(isExempt && !REFUSES_VERIFIER.includes(scripted.provider));
  });
});

describe.each(named.filter(({ scripted }) => scripted.expected.refreshes))('$name', ({ name, scripted }) => {
  it('takes a refresh token twice only where it does not rotate', async () => {
    const consent = await recordConsent(scripted);
    const { visit, askTokens, violations } = replay(consent);
    const token = (await askTokens(await visit()))?.refresh_token;
    const refresh = ({ fields }: TokenRequest) => {
      for (const member of ['code', 'code_verifier', 'scope']) delete fields[member];
      if (scripted.token.redirectUri !== 'every-request') delete fields.redirect_uri;
      Object.assign(fields, { grant_type: 'refresh_token', refresh_token: token });
    };
    expect(token).toBeTypeOf('string');
    expect(await askTokens(null, refresh)).toBeDefined();
    expect((await askTokens(null, refresh)) !== undefined).toBe(REUSABLE_REFRESH_TOKEN.includes(name));
    expect(violations).toEqual([]);
  });
});
