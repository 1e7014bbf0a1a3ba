/**
 * A consent for a remote MCP server that is connected already: for another account, or for a scope that a call lacked.
 * Covers dashboard/src/pages/connect/replace-account.tsx, dashboard/src/pages/connect/not-connected.tsx,
 * dashboard/src/pages/connect/use-start.ts, dashboard/src/pages/connect/wanted-scopes.tsx, dashboard/src/consent/use-arrival.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consent, heading, open, screenshot } from '../stage.ts';
import { connected, goOnTo, openRemoteStage, type RemoteStage, registered } from './remote-stage.ts';

let stage: RemoteStage;
beforeAll(async () => {
  stage = await openRemoteStage();
});
afterAll(() => stage?.close());

describe('an account of which nobody can say whose it is', () => {
  test('is replaced only after a confirmation', async () => {
    const { page } = await stage.open();
    await registered(page, 'mute', { tellsAccount: false });
    await consent(page, 'Allow');
    await connected(page, 'mute').waitFor();
    await open(page, stage, '/w/acme/providers/remote~mute/connect?account=remote~mute');
    await goOnTo(page).click();
    const question = page.getByRole('dialog', { name: 'Replace it?' });
    await question.getByText('does not tell whose account').waitFor();
    await screenshot(page, 'remote-account-unknown');
    const started = page.waitForRequest((request) => request.url().endsWith('/connect-sessions'));
    await question.getByRole('button', { name: 'Replace it' }).click();
    expect((await started).postDataJSON()).toMatchObject({ replaceAccount: true });
    // The provider knows the account from the first consent.
    await page.getByRole('button', { name: 'Allow' }).click();
    await connected(page, 'mute').waitFor();
  });

  test('at the end of a consent is asked about too, and the same consent is started again', async () => {
    const { page } = await stage.open();
    const problem = { title: 'Account unknown', detail: 'Unknown.', code: 'account_unknown' };
    await page.route('**/complete', (route) => route.fulfill({ status: 409, json: problem }));
    await registered(page, 'late');
    await consent(page, 'Allow');
    await page.getByText('so the account that is connected was kept').waitFor();
    await page.unroute('**/complete');
    const started = page.waitForRequest((request) => request.url().endsWith('/connect-sessions'));
    await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click();
    expect((await started).postDataJSON()).toEqual({ provider: 'remote~late', replaceAccount: true });
    await page.getByRole('button', { name: 'Allow' }).click();
    await connected(page, 'late').waitFor();
  });
});

describe('the link of a refusal', () => {
  test('of a challenge asks for its scope beside those that were granted, and the call then works', async () => {
    const { page } = await stage.open({ viewport: { width: 375, height: 740 }, colorScheme: 'dark' });
    const { url } = await registered(page, 'steps');
    await consent(page, 'Allow');
    await connected(page, 'steps').waitFor();
    const refused = await stage.call(url, 'steps', 'share_notes').catch((error) => error);
    expect(refused).toMatchObject({ reason: 'insufficient_scope', missingScopes: ['notes:share'] });
    await page.goto(refused.connectUrl);
    await heading(page, 'Connect steps again').waitFor();
    const asked = page.getByRole('group', { name: 'Asked by steps' });
    await asked.getByRole('checkbox', { name: 'notes:share' }).check();
    await screenshot(page, 'remote-step-up-small-dark');
    await goOnTo(page).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await connected(page, 'steps').waitFor();
    expect(await stage.call(url, 'steps', 'share_notes')).toBe('The notes of ada@demo.test are shared.');
    expect(await stage.call(url, 'steps', 'add_note')).toContain('Added');
  });
});
