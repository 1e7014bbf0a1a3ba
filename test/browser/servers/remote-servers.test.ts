/**
 * Any remote MCP server by its address: from the pasted address to the call that works.
 * Covers dashboard/src/pages/add-server, dashboard/src/pages/connect/remote-section.tsx,
 * dashboard/src/pages/connect/client-by-hand.tsx, dashboard/src/servers/confirm-server.tsx,
 * dashboard/src/consent/one-click.ts, dashboard/src/consent/remote-address.ts, dashboard/src/words/remote-words.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remoteOidcServer } from '../../remote/remote-oidc-server.ts';
import { cutOff } from '../cut-off.ts';
import { consent, heading, open, screenshot } from '../stage.ts';
import { expectNoSecretKept } from '../watched-page.ts';
import {
  confirmation,
  connected,
  goOnTo,
  openRemoteStage,
  paste,
  type RemoteStage,
  registered,
} from './remote-stage.ts';

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
    await page.getByRole('button', { name: /Notion/ }).waitFor();
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
    await connected(page, 'notes').waitFor();
    await page.getByText('ada@demo.test').first().waitFor();
    await page.getByText('Active').first().waitFor();
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
    expect(apiCalls.filter((each) => each.includes('mcp-servers/'))).toEqual([
      'PUT /v1/workspaces/acme/mcp-servers/unsure',
    ]);
    expect(authorization.requests.filter(({ route }) => route === 'registration')).toEqual([]);
  });

  test('T194: reads why an address is refused, in words and without its text', async () => {
    const { page, apiCalls } = await stage.open();
    await paste(page, 'javascript:alert(1)', 'bad');
    await page.getByText('This is no address of a server').waitFor();
    expect(apiCalls.filter((each) => each.startsWith('PUT ') && each.includes('mcp-servers'))).toEqual([]);
    await paste(page, 'http://127.0.0.1:1/mcp', 'bad');
    await page.getByText('This server cannot be connected').waitFor();
    await screenshot(page, 'remote-refused');
    // It may take a provider's token, so the form for that is shown with the reason.
    await paste(page, `${stage.environment.urls.lambda}/mcp`, 'bad');
    await page.getByText('This server names no authorization server of its own.').waitFor();
    expect(await page.getByLabel('Address').inputValue()).toBe(`${stage.environment.urls.lambda}/mcp`);
  });

  test('whom the vendor refuses puts a client id by hand', async () => {
    const { page } = await stage.open();
    const { authorization } = await registered(page, 'listed', { registration: 'refused' });
    await heading(page, 'Connect listed').waitFor();
    await page.getByText('The vendor admits only clients that it knows').waitFor();
    await goOnTo(page).click();
    await page.getByText('The vendor admits only clients that it knows').last().waitFor();
    const redirectUri = await redirectUriOn(page);
    expect(redirectUri).toMatch(/\/oauth\/callback\/remote\/[0-9a-f-]{36}$/);
    await screenshot(page, 'remote-by-hand');
    await authorization.register({ clientId: 'ours', redirectUris: [redirectUri] });
    await page.getByLabel('Client id').fill('ours');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('An admin registered the client by hand.').waitFor();
    await goOnTo(page, `Continue to ${new URL(authorization.origin).host}`).click();
    await consent(page, 'Allow');
    await connected(page, 'listed').waitFor();
  });

  test('of a server without registration puts a client id before anything else', async () => {
    const visitor = await stage.open();
    const { page } = visitor;
    const { authorization } = await registered(page, 'manual', { registration: 'none' });
    await page.getByText('takes no client by itself').waitFor();
    const go = goOnTo(page, `Continue to ${new URL(authorization.origin).host}`);
    expect(await go.isDisabled()).toBe(true);
    const bob = await stage.open({ as: 'Bob', path: '/w/acme/providers/remote~manual/connect' });
    await bob.page.getByText('An admin of acme puts a client id').waitFor();
    expect(await bob.page.getByLabel('Client id').count()).toBe(0);
    const clientSecret = 'a-long-secret';
    const redirectUris = [await redirectUriOn(page)];
    await authorization.register({ clientId: 'm', clientSecret, redirectUris });
    await page.getByLabel('Client id').fill('m');
    await page.getByLabel(/Client secret/).fill(clientSecret);
    await page.getByRole('button', { name: 'Save' }).click();
    await go.click();
    await consent(page, 'Allow');
    await connected(page, 'manual').waitFor();
    visitor.secrets.add(clientSecret);
    await expectNoSecretKept(visitor);
  });
});

async function redirectUriOn(page: Parameters<typeof open>[0]): Promise<string> {
  const button = page.getByRole('button', { name: 'Copy the redirect URI' });
  await button.waitFor();
  return (await page.locator('.copyable', { has: button }).locator('code').textContent()) ?? '';
}

describe('a member', () => {
  test('connects a registered server, and cannot add one', async () => {
    const { page: admin } = await stage.open();
    await registered(admin, 'team');
    await admin.getByRole('button', { name: 'ada@demo.test' }).waitFor();
    const { page } = await stage.open({ as: 'Bob', path: '/w/acme/servers' });
    await page.getByRole('link', { name: 'Connect: team' }).click();
    await heading(page, 'Connect team').waitFor();
    await page.getByText('The token is sent to').waitFor();
    await screenshot(page, 'remote-member');
    await goOnTo(page).click();
    await consent(page, 'Allow');
    await connected(page, 'team').waitFor();
    await open(page, stage, '/w/acme/add-server');
    await page.getByText('An admin adds servers').waitFor();
    expect(await page.getByLabel('Address of the server').count()).toBe(0);
  });
});

describe('on a small screen', () => {
  test.each(['light', 'dark'] as const)('nothing is cut off in %s', async (colorScheme) => {
    const { page } = await stage.open({ viewport: { width: 375, height: 740 }, colorScheme });
    await page.getByRole('button', { name: /Notion/ }).waitFor();
    await screenshot(page, `remote-add-small-${colorScheme}`);
    const { url } = await remoteOidcServer();
    await paste(page, url, `small-${colorScheme}`);
    await confirmation(page).waitFor();
    expect(await cutOff(page)).toBe(0);
    await screenshot(page, `remote-confirm-small-${colorScheme}`);
  });
});
