/**
 * What a person sees where a remote MCP server sends hostile texts.
 * Covers dashboard/src/components/remote, dashboard/src/plain-text.ts, dashboard/src/components/connect-dialog.tsx.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { confirmation, openRemoteStage, paste, type RemoteStage, registered } from './remote-stage.ts';

let stage: RemoteStage;
beforeAll(async () => {
  stage = await openRemoteStage();
});
afterAll(() => stage?.close());

describe('the texts of a hostile server', () => {
  const markup = '<img src=x onerror=alert(1)><a href=https://evil.example>';
  const confirm = {
    issuer: `https://login.honest.example/${markup}\u202e`,
    resource: `https://evil.example/${'a'.repeat(100_000)}`,
    claimedIssuer: 'https://\u202egpj.example/',
  };

  test('T194: are shown as bounded text in the confirmation, and go back as they came', async () => {
    const { page } = await stage.open();
    const bodies: { confirmed?: unknown }[] = [];
    await page.route('**/mcp-servers/*', (route) => {
      bodies.push(route.request().postDataJSON());
      const problem = { title: 'Confirmation needed', detail: 'Two.', code: 'confirmation_needed', confirm };
      return route.fulfill({ status: 409, json: problem });
    });
    await paste(page, 'https://mcp.evil.example/mcp', 'evil');
    const dialog = confirmation(page);
    await dialog.getByText(markup).waitFor();
    expect(await dialog.locator('img, a').count()).toBe(0);
    const text = (await dialog.textContent()) ?? '';
    expect(text.length).toBeLessThan(6_000);
    expect(text).not.toContain('\u202e');
    await dialog.getByRole('button', { name: 'They belong together' }).click();
    await expect.poll(() => bodies.at(-1)?.confirmed).toEqual(confirm);
  });

  test('T194: are shown as bounded text before the browser leaves, which opens no address that is not https', async () => {
    const { page } = await stage.open({ expectedErrors: /409|404/ });
    await registered(page, 'shown', { registration: 'none' });
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.route('**/v1/workspaces/acme/mcp-servers', async (route) => {
      const answer = await (await route.fetch()).json();
      for (const server of answer.servers)
        if (server.authorization) {
          server.name = `${markup}${'n'.repeat(5_000)}`;
          server.authorization.client = 'dynamic';
          server.authorization.authorizationHost = `evil.example\u202e${markup}`;
          server.authorization.scopes = Array.from({ length: 100 }, (_, number) => `${markup}${number}`);
        }
      await route.fulfill({ json: answer });
    });
    await page.route('**/connect-sessions', (route) => {
      const session = {
        id: 'x'.repeat(43),
        completionSecret: 'y'.repeat(43),
        expiresAt: '2030-01-01T00:00:00Z',
      };
      return route.fulfill({
        status: 201,
        json: { ...session, authorizationUrl: 'http://evil.example/authorize' },
      });
    });
    await page.reload();
    const tile = page.getByRole('region', { name: 'MCP servers' }).getByRole('listitem');
    await tile.filter({ hasText: markup }).first().getByRole('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The token is sent to').waitFor();
    expect(await page.locator('img, a[href*="evil"]').count()).toBe(0);
    expect(((await dialog.textContent()) ?? '').length).toBeLessThan(3_000);
    await dialog.getByRole('button', { name: /^Continue to/ }).click();
    await dialog.getByText('This page has a fault').waitFor();
    expect(new URL(page.url()).origin).toBe(stage.environment.urls.dashboard);
  });
});
