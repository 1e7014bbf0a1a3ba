/**
 * The person's own return from a provider succeeds, whatever else has looked at its address before.
 * Covers dashboard/src/connect.ts, dashboard/src/started-sessions.ts, dashboard/src/returned-consent.ts,
 * dashboard/src/use-arrival.ts, dashboard/src/app.tsx, dashboard/src/sign-in/sign-in.ts, src/http/oauth-callback.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { walkConsent } from '../../local/walk-sign-in.ts';
import { connectDemo, newVisitor, openStage, type Stage, signIn } from './stage.ts';
import { expectNoSecretKept } from './watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
let label = 0;
beforeEach(() => {
  label++;
});

/** A visitor who has left for the provider, and the address to which the provider sends them back. */
async function away(expectedErrors?: RegExp) {
  const visitor = await newVisitor(stage, expectedErrors === undefined ? {} : { expectedErrors });
  const { page } = visitor;
  await page.goto(stage.environment.urls.dashboard);
  await signIn(page, 'Ada');
  const left = atTheProvider(page);
  await page.getByRole('button', { name: 'Connect Demo Provider' }).click();
  const dialog = page.getByRole('dialog');
  const further = dialog.getByRole('textbox', { name: /label/i });
  if (await further.isVisible()) await further.fill(`n${label}`);
  await dialog.getByRole('button', { name: 'Continue to Demo Provider' }).click();
  // A navigation that is under way would interrupt the next one.
  await page.waitForURL(`${stage.environment.urls.demoProvider}/authorize**`);
  const stopAt = ({ pathname }: URL) => pathname.startsWith('/oauth/callback/');
  const returning = (decision: 'Allow' | 'Cancel' = 'Allow') =>
    left.then((authorizationUrl) =>
      walkConsent({ authorizationUrl, account: 'ada@demo.test', decision, stopAt }),
    );
  return { ...visitor, returning };
}

/** The browser is shown an empty page instead of the provider's, whose pages the test walks itself. */
function atTheProvider(page: Page): Promise<string> {
  return new Promise((resolve) => {
    void page.route(`${stage.environment.urls.demoProvider}/authorize**`, async (route) => {
      await route.fulfill({ contentType: 'text/html', body: '<title>At the provider</title>' });
      resolve(route.request().url());
    });
  });
}

describe('a person who comes back from the provider is connected', () => {
  test('T003: after a page that prefetched the address', async () => {
    const { page, returning } = await away();
    const url = await returning();
    const other = await page.context().newPage();
    // The local listener lets pages of other sites open it as a document alone; a prefetch of the page's own origin passes.
    await other.route(`${stage.environment.urls.dashboard}/prefetching`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<link rel="prefetch" href="${url.replaceAll('&', '&amp;')}">`,
      }),
    );
    const fetched = other.waitForResponse((response) => response.url().startsWith(url));
    await other.goto(`${stage.environment.urls.dashboard}/prefetching`);
    expect((await fetched).status()).toBe(303);
    await page.goto(url);
    await page.getByText('Demo Provider is connected').waitFor();
  });

  test('T003: after a scanner that asked with HEAD and GET, and followed every redirect', async () => {
    const { page, returning } = await away();
    const url = await returning();
    for (const method of ['HEAD', 'GET', 'POST', 'GET']) await fetch(url, { method });
    await page.goto(url);
    await page.getByText('Demo Provider is connected').waitFor();
  });

  test('T003 T031: after two loads in another tab of the same browser, which complete nothing', async () => {
    const { page, returning } = await away();
    const url = await returning();
    const other = await page.context().newPage();
    const sent: string[] = [];
    other.on('request', (request) => sent.push(new URL(request.url()).pathname));
    for (let turn = 0; turn < 2; turn++) {
      await other.goto(url);
      await other.getByText('This connection was started in another tab').waitFor();
    }
    expect(sent.filter((path) => path.endsWith('/complete'))).toEqual([]);
    await page.goto(url);
    await page.getByText('Demo Provider is connected').waitFor();
  });

  test('T003: when the page is loaded twice at once, and once more later; one code is exchanged', async () => {
    const { page, apiCalls, returning } = await away();
    const url = await returning();
    await Promise.allSettled([page.goto(url), page.goto(url)]);
    await page.getByText('Demo Provider is connected').waitFor();
    const before = apiCalls.filter((call) => call.endsWith('/complete')).length;
    await page.goto(url);
    await page.getByText('Demo Provider is connected').waitFor();
    expect(apiCalls.filter((call) => call.endsWith('/complete'))).toHaveLength(before);
  });

  test('T036: after somebody who knows the state brought a junk code into this very tab', async () => {
    const { page, returning } = await away(/422|404|403/);
    const url = new URL(await returning());
    const spoilt = new URL(url);
    spoilt.searchParams.set('code', 'junk');
    await page.goto(spoilt.href);
    await page.getByRole('status').getByText('did not accept the authorization code').waitFor();
    await page.goto(url.href);
    await page.getByText('Demo Provider is connected').waitFor();
  });

  test('T039 T076: and neither code nor secret is kept anywhere in the tab', async () => {
    const visitor = await away();
    await visitor.page.goto(await visitor.returning());
    await visitor.page.getByText('Demo Provider is connected').waitFor();
    await expectNoSecretKept(visitor);
  });
});

describe('a person whose sign-in was over when they came back', () => {
  test('is signed in again, and is then connected', async () => {
    const { page, returning } = await away(/401/);
    const url = await returning();
    let refusals = 0;
    await page.route('**/complete', (route) => {
      refusals += 1;
      const problem = { title: 'Not signed in', detail: 'Again.', code: 'unauthenticated' };
      return refusals === 1 ? route.fulfill({ status: 401, json: problem }) : route.continue();
    });
    await page.goto(url);
    await page.getByText('Demo Provider is connected').waitFor();
    expect(refusals).toBe(2);
  });

  test('and who is in no workspace any more reads what became of it', async () => {
    const { page, returning } = await away(/403/);
    const url = await returning();
    await page.route('**/config.json', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ json: { ...(await response.json()), workspaceClaim: 'no_such_claim' } });
    });
    const problem = { title: 'No longer a member', detail: 'None any more.', code: 'membership_ended' };
    await page.route('**/complete', (route) => route.fulfill({ status: 403, json: problem }));
    await page.goto(url);
    await page.getByText('No longer a member').waitFor();
    await page.getByText('Ask an admin to add you').waitFor();
  });
});

describe('a person who refused at the provider', () => {
  test('T034: reads so, also after a second load', async () => {
    const { page, returning } = await away(/422/);
    const url = await returning('Cancel');
    await page.goto(url);
    await page.getByText('You did not allow the access at Demo Provider').waitFor();
    await page.goto(url);
    await page.getByText('This connection was started in another tab').waitFor();
  });
});

describe('before a person leaves for a provider', () => {
  test('a sign-in that ends soon is renewed, without a click', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    const asked: string[] = [];
    page.on('request', (request) => {
      const { origin, pathname, searchParams } = new URL(request.url());
      if (origin === stage.environment.urls.identityProvider && pathname === '/auth')
        asked.push(searchParams.get('prompt') ?? '');
    });
    await page.getByLabel('Workspace').selectOption('globex');
    // The token of the local sign-in lives for an hour. Until the page is left, its clock says that 46 minutes are over.
    await page.evaluate('{ const now = Date.now; Date.now = () => now() + 46 * 60_000; }');
    await connectDemo(page, 'Allow');
    await page.getByText('Demo Provider is connected').waitFor();
    // Once before the browser left, and once when it came back.
    expect(asked).toEqual(['none', 'none']);
    expect(await page.getByLabel('Workspace').inputValue()).toBe('globex');
  });
});
