/**
 * Before a person leaves for a provider, a sign-in that ends soon is renewed: nobody is signed out when they come back.
 * Covers dashboard/src/app/app.tsx, dashboard/src/sign-in/session.ts, dashboard/src/sign-in/sign-in.ts,
 * dashboard/src/consent/use-arrival.ts, dashboard/src/shell/workspace-frame.tsx.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consent, newVisitor, openStage, type Stage, signIn, withSettings } from '../stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

describe('before a person leaves for a provider', () => {
  test('a sign-in that ends soon is renewed by its refresh token, without a click or a load', async () => {
    const { page, asked } = await aboutToEnd(false);
    await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
    await consent(page, 'Allow');
    await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
    // Before the browser left, and when it came back.
    expect(asked).toEqual(['refresh_token', 'none', 'authorization_code']);
    expect(new URL(page.url()).pathname).toBe('/w/globex/connections/demo');
  });

  test('a sign-in that only a redirect renews goes on to the provider, without a click', async () => {
    const { page, asked } = await aboutToEnd(true);
    await page.route(`${stage.environment.urls.identityProvider}/token`, (route) =>
      route.request().postData()?.includes('grant_type=refresh_token')
        ? route.fulfill({ status: 400, json: { error: 'invalid_grant' } })
        : route.continue(),
    );
    await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
    await page.getByRole('button', { name: 'ada@demo.test' }).waitFor();
    expect(asked).toEqual(['refresh_token', 'none', 'authorization_code']);
  });
});

/** Ada before she leaves for the provider with a sign-in that ends soon, and how the page asks for another one. */
async function aboutToEnd(isByRedirect: boolean) {
  const { page } = await newVisitor(stage, { expectedErrors: /400/ });
  if (isByRedirect) await withSettings(page, { silentSignIn: false });
  await page.goto(`${stage.environment.urls.dashboard}/w/globex/providers/demo/connect?account=demo`);
  await signIn(page, 'Ada', /^Connect Demo Provider/);
  const asked: string[] = [];
  page.on('request', (request) => {
    const { origin, pathname, searchParams } = new URL(request.url());
    if (origin !== stage.environment.urls.identityProvider) return;
    if (pathname === '/auth') asked.push(searchParams.get('prompt') ?? '');
    if (pathname === '/token')
      asked.push(new URLSearchParams(request.postData() ?? '').get('grant_type') ?? '');
  });
  // The token of the local sign-in lives for an hour. Until the page is left, its clock says that 46 minutes are over.
  await page.evaluate('{ const now = Date.now; Date.now = () => now() + 46 * 60_000; }');
  return { page, asked };
}
