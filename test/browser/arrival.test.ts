/**
 * Covers dashboard/src/app.tsx, dashboard/src/connect.ts, dashboard/src/intent.ts, dashboard/src/take-intent.ts,
 * dashboard/src/use-arrival.ts, dashboard/src/sign-in/sign-in.ts, dashboard/src/started-sessions.ts,
 * dashboard/src/chosen-workspace.ts, dashboard/src/components/no-workspace.tsx,
 * dashboard/src/components/sign-in-page.tsx, dashboard/src/components/workspace-page.tsx,
 * dashboard/src/components/connect-dialog.tsx, dashboard/src/words/consent-words.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consent, newVisitor, openStage, type Stage, screenshot, signIn } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const TOKEN = 'A'.repeat(43);

describe('how one arrives at the page', () => {
  test('a connect link opens the provider’s dialog after the sign-in, and starts nothing by itself', async () => {
    const { page, apiCalls } = await newVisitor(stage);
    await page.goto(`${stage.environment.urls.dashboard}/?connect=demo&workspace=globex`);
    await signIn(page, 'Ada');

    const dialog = page.getByRole('dialog', { name: 'Connect Demo Provider' });
    await dialog.getByText('globex').waitFor();
    await screenshot(page, 'connect-link');
    expect(apiCalls.filter((call) => call.startsWith('POST'))).toEqual([]);

    await dialog.getByRole('button', { name: 'Continue to Demo Provider' }).click();
    await consent(page, 'Allow');
    await page.getByText('Demo Provider is connected').waitFor();
    expect(await page.getByLabel('Workspace').inputValue()).toBe('globex');
  });

  test('a connect link for an unknown provider says so', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(`${stage.environment.urls.dashboard}/?connect=nowhere`);
    await signIn(page, 'Ada');

    await page.getByText('Unknown provider').waitFor();
  });

  test('an answer that this tab did not ask for is not sent anywhere, and leaves the address at once', async () => {
    const { page, apiCalls } = await newVisitor(stage);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    const query = Buffer.from(`code=c0de-of-others&state=${TOKEN}`).toString('base64url');
    const fragment = `#provider=demo&owner=verified&query=${query}`;
    await page.goto(`${stage.environment.urls.dashboard}/?from=elsewhere${fragment}`);

    await page.getByText('This connection was started in another tab').waitFor();
    expect(page.url()).not.toContain('#');
    expect(apiCalls.filter((call) => call.endsWith('/complete'))).toEqual([]);
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain(query);
  });

  test('what is no answer of a provider ends on a page of the product', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /400/, colorScheme: 'dark' });
    await page.goto(`${stage.environment.urls.api}/oauth/callback/demo/verified?code=x`);

    await page.getByText('This link does not work').waitFor();
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(14, 14, 18)');
    await screenshot(page, 'refused-response');
    await page.getByRole('link', { name: 'Go to the dashboard' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  test('after signing out, a reload stays signed out and the next sign-in asks who it is', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    await page.getByRole('button', { name: 'Sign out' }).click();

    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.reload();
    await signIn(page, 'Bob');
    await page.getByText('member').waitFor();
  });

  test('a cancelled sign-in says so and can be tried again', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(stage.environment.urls.dashboard);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();

    await page.getByText('The sign-in failed').waitFor();
    await signIn(page, 'Ada');
  });

  test('a sign-in that the API no longer takes is renewed without a click', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /401/ });
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    let refusals = 0;
    await page.route('**/v1/workspaces/acme/connections', (route) => {
      refusals += 1;
      return refusals === 1 ? route.fulfill({ status: 401, json: {} }) : route.continue();
    });
    await page.getByLabel('Workspace').selectOption('globex');
    await page.getByLabel('Workspace').selectOption('acme');

    await expect.poll(() => refusals, { timeout: 15_000 }).toBeGreaterThan(1);
    await page.getByText('No account is connected yet').waitFor();
  });

  test('a token that the API never takes does not send the browser round in circles', async () => {
    const { page, apiCalls } = await newVisitor(stage, { expectedErrors: /401/ });
    const problem = { title: 'Not signed in', detail: 'A valid bearer token is needed.' };
    await page.route('**/v1/**', (route) => route.fulfill({ status: 401, json: problem }));
    await page.goto(stage.environment.urls.dashboard);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Ada' }).click();

    await page.getByText('This service does not accept the sign-in').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    // Six lists before the renewal, and six after it.
    expect(apiCalls.length).toBeLessThanOrEqual(12);
  });

  test('a reload comes back to the workspace that was chosen', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    await page.getByLabel('Workspace').selectOption('globex');
    await page.reload();

    await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor();
    expect(await page.getByLabel('Workspace').inputValue()).toBe('globex');
  });

  test('a person without a workspace learns what to do', async () => {
    const { page } = await newVisitor(stage);
    await page.route('**/config.json', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ json: { ...(await response.json()), workspaceClaim: 'no_such_claim' } });
    });
    await page.goto(stage.environment.urls.dashboard);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Mallory' }).click();

    await page.getByText('Ask an admin to add you').waitFor();
  });

  test('the page runs no script but its own and no service worker, and cannot be framed', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /Content Security Policy/ });
    const response = await page.goto(stage.environment.urls.dashboard);
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.head.append(script);
    }`);

    expect(await page.evaluate('window.ran')).toBeUndefined();
    const register = "navigator.serviceWorker.register('/app.js').then(() => 'registered', () => 'refused')";
    expect(await page.evaluate(register)).toBe('refused');
    const headers = response?.headers() ?? {};
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['referrer-policy']).toBe('no-referrer');
  });
});
