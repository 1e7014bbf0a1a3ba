/**
 * Any remote MCP server by its address: from the pasted address to the call that works.
 * Covers dashboard/src/components/remote, dashboard/src/use-registered-server.ts, dashboard/src/one-click.ts,
 * dashboard/src/remote-address.ts, dashboard/src/words/remote-words.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remoteOidcServer } from '../remote/remote-oidc-server.ts';
import { confirmation, openRemoteStage, paste, type RemoteStage, registered } from './remote-stage.ts';
import { consent, screenshot } from './stage.ts';
import { expectNoSecretKept } from './watched-page.ts';

let stage: RemoteStage;
beforeAll(async () => {
  stage = await openRemoteStage();
});
afterAll(() => stage?.close());

describe('an admin who pastes the address of a server', () => {
  test('T185 T194: confirms both names, consents, and the tool call works', async () => {
    const visitor = await stage.open();
    const { page } = visitor;
    const { url, authorization } = await remoteOidcServer();
    await page.getByLabel('Add a server by its address').waitFor();
    await screenshot(page, 'remote-add');
    await paste(page, url, 'notes');
    const dialog = confirmation(page);
    await dialog.getByText(authorization.origin, { exact: true }).waitFor();
    await dialog.getByText(url, { exact: true }).waitFor();
    expect(await dialog.getByRole('link').count()).toBe(0);
    await dialog.getByText(`will be sent to ${new URL(url).host}`).waitFor();
    await screenshot(page, 'remote-confirm');
    const put = page.waitForRequest((request) => request.method() === 'PUT');
    await dialog.getByRole('button', { name: 'They belong together' }).click();
    const { confirmed } = (await put).postDataJSON();
    expect(confirmed).toEqual({ issuer: authorization.origin, resource: url });
    // Nothing else stands in between.
    await consent(page, 'Allow');
    await page.getByText('notes is connected').waitFor();
    const card = page.getByRole('article', { name: 'notes' });
    await card.getByText('ada@demo.test').waitFor();
    await card.getByText('Active').waitFor();
    await screenshot(page, 'remote-connected');
    await expectNoSecretKept(visitor);
    expect(await stage.call(url, 'notes', 'add_note')).toBe(
      'Added to the notes of ada@demo.test, who has 1 now.',
    );
  });

  test('and says no to the names registers nothing', async () => {
    const { page, apiCalls } = await stage.open();
    const { url, authorization } = await remoteOidcServer();
    await paste(page, url, 'unsure');
    await confirmation(page).getByRole('button', { name: 'Cancel' }).click();
    await confirmation(page).waitFor({ state: 'detached' });
    expect(apiCalls.filter((each) => each.startsWith('PUT '))).toHaveLength(1);
    expect(authorization.requests.filter(({ route }) => route === 'registration')).toEqual([]);
  });

  test('T194: reads why an address is refused, in words and without its text', async () => {
    const { page } = await stage.open();
    await paste(page, 'javascript:alert(1)', 'bad');
    await page.getByText('This is no address of a server').waitFor();
    await page.getByLabel('Add a server by its address').fill(`${stage.environment.urls.lambda}/mcp`);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('This server cannot be connected').waitFor();
    await screenshot(page, 'remote-refused');
  });

  test('whom the vendor refuses puts a client id by hand', async () => {
    const { page } = await stage.open();
    const { authorization } = await registered(page, 'listed', { registration: 'refused' });
    const dialog = page.getByRole('dialog', { name: 'Connect listed' });
    await dialog.getByText('The vendor admits only clients that it knows').waitFor();
    const redirectUri = (await dialog.locator('.redirect-uri code').first().textContent()) ?? '';
    expect(redirectUri).toMatch(/\/oauth\/callback\/remote\/[0-9a-f-]{36}$/);
    await screenshot(page, 'remote-by-hand');
    await authorization.register({ clientId: 'ours', redirectUris: [redirectUri] });
    await dialog.getByLabel('Client id').fill('ours');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('An admin registered the client by hand.').waitFor();
    await dialog.getByRole('button', { name: `Continue to ${new URL(authorization.origin).host}` }).click();
    await consent(page, 'Allow');
    await page.getByText('listed is connected').waitFor();
  });

  test('of a server without registration puts a client id before anything else', async () => {
    const { page } = await stage.open();
    const { authorization } = await registered(page, 'manual', { registration: 'none' });
    const dialog = page.getByRole('dialog', { name: 'Connect manual' });
    await dialog.getByText('takes no client by itself').waitFor();
    const go = dialog.getByRole('button', { name: `Continue to ${new URL(authorization.origin).host}` });
    expect(await go.isDisabled()).toBe(true);
    const bob = await stage.open({ as: 'Bob', path: '/?connect=remote~manual&workspace=acme' });
    await bob.page.getByRole('dialog').getByText('An admin of acme puts a client id').waitFor();
    const redirectUri = (await dialog.locator('.redirect-uri code').first().textContent()) ?? '';
    await authorization.register({
      clientId: 'm',
      clientSecret: 'a-long-secret',
      redirectUris: [redirectUri],
    });
    await dialog.getByLabel('Client id').fill('m');
    await dialog.getByLabel(/Client secret/).fill('a-long-secret');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await go.click();
    await consent(page, 'Allow');
    await page.getByText('manual is connected').waitFor();
  });
});

describe('a member', () => {
  test('connects a registered server, and cannot add one', async () => {
    const { page: admin } = await stage.open();
    await registered(admin, 'team');
    await admin.getByRole('button', { name: 'ada@demo.test' }).waitFor();
    const { page } = await stage.open({ as: 'Bob' });
    await page.getByRole('button', { name: 'Connect team' }).click();
    expect(await page.getByLabel('Add a server by its address').count()).toBe(0);
    const dialog = page.getByRole('dialog', { name: 'Connect team' });
    await dialog.getByText('The token is sent to').waitFor();
    await screenshot(page, 'remote-member');
    await dialog.getByRole('button', { name: /^Continue to 127/ }).click();
    await consent(page, 'Allow');
    await page.getByText('team is connected').waitFor();
  });
});

describe('on a small screen', () => {
  test.each(['light', 'dark'] as const)('nothing is cut off in %s', async (colorScheme) => {
    const { page } = await stage.open({ viewport: { width: 375, height: 740 }, colorScheme });
    await page.getByText('Choose a known server').click();
    await page.getByRole('button', { name: 'Notion', exact: true }).waitFor();
    await screenshot(page, `remote-add-small-${colorScheme}`);
    const { url } = await remoteOidcServer();
    await paste(page, url, `small-${colorScheme}`);
    await confirmation(page).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    await screenshot(page, `remote-confirm-small-${colorScheme}`);
  });
});
