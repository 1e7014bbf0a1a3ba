/** Walks through the local pages as a person would, for tests and `npm run demo`. */
import { createHash, randomBytes } from 'node:crypto';
import { Browserless } from './browserless.ts';
import { DASHBOARD_CLIENT } from './identity-provider.ts';
import { PEOPLE, type PersonId } from './people.ts';

/** Signs a person in on the identity provider's pages. Returns their tokens. */
export async function walkSignIn(input: {
  issuer: string;
  dashboardUrl: string;
  person: PersonId;
}): Promise<{ accessToken: string; idToken: string }> {
  const { issuer, dashboardUrl, person } = input;
  const redirectUri = `${dashboardUrl}/`;
  const verifier = randomBytes(32).toString('base64url');
  const authorize = new URL('/auth', issuer);
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: DASHBOARD_CLIENT,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const browser = new Browserless({ stopAt: ({ href }) => href.startsWith(`${redirectUri}?`) });
  const name = PEOPLE.find(({ id }) => id === person)?.name ?? person;
  const returned = new URL((await browser.press(await browser.open(authorize.href), name)).url);
  const response = await fetch(new URL('/token', issuer), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: DASHBOARD_CLIENT,
      code: returned.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  const answer = (await response.json()) as { access_token?: string; id_token?: string; error?: string };
  if (answer.access_token === undefined || answer.id_token === undefined) {
    throw new Error(`The local sign-in failed: ${answer.error}.`);
  }
  return { accessToken: answer.access_token, idToken: answer.id_token };
}

/**
 * Walks through the sign-in and consent of the demo provider. Returns the first URL for which `stopAt` is true: the callback, or
 * the page to which it redirects.
 */
export async function walkConsent(input: {
  authorizationUrl: string;
  /** E-mail address of an account at the demo provider. */
  account: string;
  decision: 'Allow' | 'Cancel';
  stopAt: (url: URL) => boolean;
}): Promise<string> {
  const browser = new Browserless({ stopAt: input.stopAt });
  const accounts = await browser.open(input.authorizationUrl);
  const consent = await browser.press(accounts, input.account);
  return (await browser.press(consent, input.decision)).url;
}
