/**
 * The person's own return from a provider succeeds, whatever else has looked at its address before, and whichever way the page
 * signs in.
 * Covers dashboard/src/consent/connect.ts, dashboard/src/consent/started-sessions.ts, dashboard/src/consent/returned-consent.ts,
 * dashboard/src/consent/use-arrival.ts, dashboard/src/consent/outcome.ts, dashboard/src/app/begin.ts,
 * dashboard/src/app/app.tsx, dashboard/src/shell/shell.tsx, dashboard/src/sign-in/sign-in.ts, dashboard/src/pages/connect/not-connected.tsx,
 * dashboard/src/pages/connect/use-outcome.ts, dashboard/src/words/consent-words.ts, src/http/oauth-callback.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { walkConsent } from '../../../local/walk-sign-in.ts';
import { heading, newVisitor, openStage, type Stage, signIn, withSettings } from '../stage.ts';
import { expectNoSecretKept } from '../watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

interface Going {
  expectedErrors?: RegExp;
  /** The page may not sign in within a frame, as most stages have it. */
  isByRedirect?: boolean;
}

/** A visitor who has left for the provider, and the address to which the provider sends them back. */
async function away({ expectedErrors, isByRedirect = false }: Going = {}) {
  const visitor = await newVisitor(stage, expectedErrors === undefined ? {} : { expectedErrors });
  const { page } = visitor;
  if (isByRedirect) await withSettings(page, { silentSignIn: false });
  await page.goto(`${stage.environment.urls.dashboard}/w/acme/providers/demo/connect?account=demo`);
  await signIn(page, 'Ada', /^Connect Demo Provider/);
  const left = atTheProvider(page);
  await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
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

const connected = (page: Page) => page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();

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
    await connected(page);
  });

  test('T003: after a scanner that asked with HEAD and GET, and followed every redirect', async () => {
    const { page, returning } = await away();
    const url = await returning();
    for (const method of ['HEAD', 'GET', 'POST', 'GET']) await fetch(url, { method });
    await page.goto(url);
    await connected(page);
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
    await connected(page);
  });

  test('T003: when the page is loaded twice at once, and once more later; one code is exchanged', async () => {
    const { page, apiCalls, returning } = await away();
    const url = await returning();
    await Promise.allSettled([page.goto(url), page.goto(url)]);
    await connected(page);
    const before = apiCalls.filter((call) => call.endsWith('/complete')).length;
    await page.goto(url);
    await connected(page);
    expect(apiCalls.filter((call) => call.endsWith('/complete'))).toHaveLength(before);
  });

  test('T036: after somebody who knows the state brought a junk code into this very tab', async () => {
    const { page, returning } = await away({ expectedErrors: /422|404|403/ });
    const url = new URL(await returning());
    const spoilt = new URL(url);
    spoilt.searchParams.set('code', 'junk');
    await page.goto(spoilt.href);
    await page.getByRole('alert').getByText('did not accept the authorization code').waitFor();
    await page.goto(url.href);
    await connected(page);
  });

  test.each([
    ['within a frame', false],
    ['by a redirect', true],
  ])(
    'T039 T076: signed in %s, and no code or secret is kept in the tab or shown to the sign-in service',
    async (_way, isByRedirect) => {
      const visitor = await away({ isByRedirect });
      const { page, secrets } = visitor;
      const url = await visitor.returning();
      const told: string[] = [];
      const documents: string[] = [];
      page.on('request', (request) => {
        const { origin } = new URL(request.url());
        const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
        if (isPage) documents.push(origin);
        if (origin === stage.environment.urls.identityProvider)
          told.push([request.url(), request.postData(), request.headers().referer].join(' '));
      });
      await page.goto(url);
      await connected(page);

      expect(documents.includes(stage.environment.urls.identityProvider)).toBe(isByRedirect);
      const code = new URL(url).searchParams.get('code') ?? '';
      expect(secrets.has(code)).toBe(true);
      expect(told.length).toBeGreaterThan(0);
      // Access tokens are the sign-in service's own.
      const ours = [...secrets].filter((secret) => !secret.startsWith('eyJ'));
      expect(told.filter((each) => ours.some((secret) => each.includes(secret)))).toEqual([]);
      await expectNoSecretKept(visitor);
      await page.goBack();
      expect(page.url()).not.toContain(code);
    },
  );
});

describe('a person whose sign-in was over when they came back', () => {
  test.each([
    ['within the page', false],
    ['by a redirect', true],
  ])('is signed in again %s, and is then connected', async (_way, isByRedirect) => {
    const { page, returning } = await away({ expectedErrors: /401/, isByRedirect });
    const url = await returning();
    // Nobody is signed in at the sign-in service any more, so the person must act.
    await page.context().clearCookies();
    await page.goto(url);
    await page.getByRole('button', { name: 'Ada' }).click();
    await connected(page);
  });

  test('by the API alone, is renewed without a click', async () => {
    const { page, returning } = await away({ expectedErrors: /401/ });
    const url = await returning();
    let refusals = 0;
    await page.route('**/complete', (route) => {
      refusals += 1;
      const problem = { title: 'Not signed in', detail: 'Again.', code: 'unauthenticated' };
      return refusals === 1 ? route.fulfill({ status: 401, json: problem }) : route.continue();
    });
    await page.goto(url);
    await connected(page);
    expect(refusals).toBe(2);
  });

  test('and who is in no workspace any more reads what became of it', async () => {
    const { page, returning } = await away({ expectedErrors: /403/ });
    const url = await returning();
    await withSettings(page, { workspaceClaim: 'no_such_claim' });
    const problem = { title: 'No longer a member', detail: 'None any more.', code: 'membership_ended' };
    await page.route('**/complete', (route) => route.fulfill({ status: 403, json: problem }));
    await page.goto(url);
    await page.getByText('No longer a member').waitFor();
    await heading(page, 'You are not a member of the workspace “acme”').waitFor();
  });
});

describe('a person who refused at the provider', () => {
  test('T034: reads so with what they had chosen, also after a second load', async () => {
    const { page, returning } = await away({ expectedErrors: /422/ });
    const url = await returning('Cancel');
    await page.goto(url);
    await page.getByText('You did not allow the access at Demo Provider').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.goto(url);
    await page.getByText('This connection was started in another tab').waitFor();
  });
});
