/**
 * How one arrives at the page: by a link, by an answer that nobody asked for, after a sign-in that failed.
 * Covers dashboard/src/app/app.tsx, dashboard/src/app/begin.ts, dashboard/src/app/environment.ts,
 * dashboard/src/app/sign-in-page.tsx, dashboard/src/app/starting.tsx, dashboard/src/consent/intent.ts,
 * dashboard/src/consent/take-intent.ts, dashboard/src/consent/use-arrival.ts,
 * dashboard/src/consent/started-elsewhere.ts, dashboard/src/shell/shell.tsx, dashboard/src/shell/no-page.tsx,
 * dashboard/src/pages/connect/connect-page.tsx, dashboard/src/words/sign-in-words.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  consent,
  newVisitor,
  openStage,
  type Stage,
  screenshot,
  signIn,
  visit,
  withSettings,
} from '../stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const TOKEN = 'A'.repeat(43);

describe('a link', () => {
  test('opens the page of the consent after the sign-in, and starts nothing by itself', async () => {
    const { page, apiCalls } = await newVisitor(stage);
    await page.goto(`${stage.environment.urls.dashboard}/?connect=demo&workspace=globex`);
    await signIn(page, 'Ada', 'Connect Demo Provider');

    expect(new URL(page.url()).pathname).toBe('/w/globex/providers/demo/connect');
    await page.getByText('Then MCP servers of globex can use the account.').waitFor();
    await screenshot(page, 'connect-link');
    expect(apiCalls.filter((call) => call.startsWith('POST'))).toEqual([]);

    await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
    await consent(page, 'Allow');
    await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/w/globex/connections/demo');
  });

  test('to an unknown provider says so', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(`${stage.environment.urls.dashboard}/?connect=nowhere`);
    await signIn(page, 'Ada', 'Connect');
    await page.getByText('There is no provider with this id').waitFor();
  });
});

describe('an answer of a provider', () => {
  const query = Buffer.from(`code=c0de-of-others&state=${TOKEN}`).toString('base64url');
  const fragment = `#provider=demo&owner=verified&query=${query}`;

  test('that this tab did not ask for is not sent anywhere, and leaves the address at once', async () => {
    const { page, apiCalls } = await visit(stage);
    await page.goto(`${stage.environment.urls.dashboard}/?from=elsewhere${fragment}`);

    await page.getByText('This connection was started in another tab').waitFor();
    expect(page.url()).not.toContain('#');
    expect(apiCalls.filter((call) => call.endsWith('/complete'))).toEqual([]);
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain(query);
  });

  test('that finds nobody signed in is dropped before the sign-in', async () => {
    const { page, apiCalls } = await newVisitor(stage);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url() + (request.postData() ?? '')));
    await page.goto(`${stage.environment.urls.dashboard}/${fragment}`);
    await page.getByText('This connection was started in another tab').waitFor();
    expect(page.url()).not.toContain('#');
    await signIn(page, 'Ada');
    await page.getByText('This connection was started in another tab').waitFor();
    expect(apiCalls.filter((call) => call.endsWith('/complete'))).toEqual([]);
    // The browser itself leaves the fragment out of every request.
    expect(asked.filter((each) => each.includes('c0de-of-others') || each.includes(query))).toEqual([]);
  });

  test('that is none ends on a page of the product', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /400/, colorScheme: 'dark' });
    await page.goto(`${stage.environment.urls.api}/oauth/callback/demo/verified?code=x`);

    await page.getByText('This link does not work').waitFor();
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(14, 14, 18)');
    await screenshot(page, 'refused-response');
    await page.getByRole('link', { name: 'Go to the dashboard' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
});

describe('a sign-in', () => {
  test('after a sign-out asks who it is', async () => {
    const { page } = await visit(stage);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, 'Bob');
    await page.getByText('member', { exact: true }).waitFor();
  });

  test('that was cancelled says so and can be tried again', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(`${stage.environment.urls.dashboard}/w/acme/providers`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();

    await page.getByText('The sign-in failed').waitFor();
    await signIn(page, 'Ada', 'Providers');
  });

  test('whose token the API never takes does not send the browser round in circles', async () => {
    const { page, apiCalls } = await newVisitor(stage, { expectedErrors: /401/ });
    const problem = { title: 'Not signed in', detail: 'A valid bearer token is needed.' };
    await page.route('**/v1/**', (route) => route.fulfill({ status: 401, json: problem }));
    const documents: string[] = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame())
        documents.push(new URL(request.url()).origin);
    });
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');

    await page.getByText('This service does not accept the sign-in').waitFor();
    expect(documents.filter((origin) => origin === stage.environment.urls.dashboard)).toHaveLength(2);
    // Each of at most eight requests of the overview is repeated once, with the renewed token.
    expect(apiCalls.length).toBeGreaterThan(1);
    expect(apiCalls.length).toBeLessThanOrEqual(16);
  });

  test('of a person without a workspace says what to do', async () => {
    const { page } = await newVisitor(stage);
    await withSettings(page, { workspaceClaim: 'no_such_claim' });
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Mallory', 'No workspace');
    await page.getByText('Ask an admin to add you').waitFor();
  });
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
