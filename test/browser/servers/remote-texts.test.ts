/**
 * What a person sees where a remote MCP server sends hostile texts.
 * Covers dashboard/src/servers/confirm-server.tsx, dashboard/src/pages/connect/remote-consent.tsx,
 * dashboard/src/pages/servers/server-row.tsx, dashboard/src/pages/server/remote-panel.tsx, dashboard/src/words/plain-text.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { heading, open } from '../stage.ts';
import {
  confirmation,
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

const markup = '<img src=x onerror=alert(1)><a href=https://evil.example>';

describe('the texts of a hostile server', () => {
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
    await eventually(() => bodies.at(-1)?.confirmed).toEqual(confirm);
  });

  test('T194: are shown as bounded text before the browser leaves, which opens no address that is not https', async () => {
    const { page } = await stage.open();
    await registered(page, 'shown', { registration: 'none' });
    await heading(page, 'Connect shown').waitFor();
    await page.route('**/v1/workspaces/acme/mcp-servers', async (route) => {
      const answer = await (await route.fetch()).json();
      for (const server of answer.servers) if (server.authorization) makeHostile(server);
      await route.fulfill({ json: answer });
    });
    await page.route('**/connect-sessions', (route) => {
      const session = { id: 'x'.repeat(43), completionSecret: 'y'.repeat(43) };
      const times = { expiresAt: '2030-01-01T00:00:00Z' };
      const authorizationUrl = 'http://evil.example/authorize';
      return route.fulfill({ status: 201, json: { ...session, ...times, authorizationUrl } });
    });

    await open(page, stage, '/w/acme/servers');
    const row = page.getByRole('listitem').filter({ hasText: markup });
    await row.waitFor();
    await expectText(page, row);
    await row.getByRole('link').first().click();
    const facts = page.getByRole('region', { name: 'Authorization' });
    await facts.getByText(`evil.example\ufffd${markup}`).waitFor();
    await expectText(page, page.getByRole('main'));

    await page.getByRole('link', { name: /^Connect: / }).click();
    await page.getByText('The token is sent to').waitFor();
    await expectText(page, page.getByRole('main'));
    await goOnTo(page, /^Continue to/).click();
    await page.getByText('This page has a fault').waitFor();
    expect(new URL(page.url()).origin).toBe(stage.environment.urls.dashboard);
  });
});

function makeHostile(server: { name: string; authorization: Record<string, unknown> }): void {
  server.name = `${markup}${'n'.repeat(5_000)}`;
  server.authorization.client = 'dynamic';
  server.authorization.authorizationHost = `evil.example\u202e${markup}`;
  server.authorization.scopes = Array.from({ length: 100 }, (_, number) => `${markup}${number}`);
}

/** Nothing of the server became an element, and neither its length nor its invisible characters came through. */
async function expectText(page: Page, shown: ReturnType<Page['locator']>): Promise<void> {
  expect(await page.locator('img[src="x"], [onerror], a[href*="evil"]').count()).toBe(0);
  const text = (await shown.textContent()) ?? '';
  expect(text).toContain(markup);
  expect(text).not.toMatch(/n{200}|\u202e/);
}
