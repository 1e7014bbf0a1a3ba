/**
 * A member whose call was refused connects by the link, and goes back to where they came from, if the operator listed it.
 * Covers dashboard/src/consent/return-address.ts, dashboard/src/consent/use-arrival.ts, dashboard/src/consent/outcome.ts,
 * dashboard/src/pages/connection/outcome-panel.tsx, dashboard/src/pages/connect/not-connected.tsx,
 * dashboard/src/pages/connect/use-start.ts, local/page-options.ts.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consent, heading, open, openStage, type Stage, screenshot, visit } from '../stage.ts';
import { accountOfToken, callServer, injectionOf, linkOfRefusal, tokenOf } from './injector-call.ts';

let stage: Stage;
/** A chat whose origin the operator listed, and one that anybody runs. */
const chats: Server[] = [];
let [listed, other] = ['', ''];
beforeAll(async () => {
  [listed, other] = [await startChat('The chat'), await startChat('Elsewhere')];
  stage = await openStage({ page: { returnTo: [listed] } });
});
afterAll(async () => {
  await stage?.close();
  for (const chat of chats) chat.close();
});

async function startChat(title: string): Promise<string> {
  const page = `<!doctype html><link rel="icon" href="data:,"><title>${title}</title><h1>${title}</h1>`;
  const chat = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  chats.push(chat);
  await new Promise<void>((resolve) => chat.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(chat.address() as AddressInfo).port}`;
}

test('a member follows the link of their refusal, is led back after a no and after a yes, and the call works', async () => {
  const visitor = await visit(stage, 'Bob', { expectedErrors: /422/ });
  const { page } = visitor;
  // Bob's chat makes the call in his name, and adds the way back to the link of the refusal.
  const call = { server: 'demo-notes', callerToken: tokenOf(visitor) };
  expect(await callServer(stage, call)).toMatchObject({ context: { reason: 'not_connected' } });
  const back = `${listed}/threads/7?message=3`;
  await page.goto(`${await linkOfRefusal(stage, call)}&return=${encodeURIComponent(back)}`);
  await heading(page, 'Connect Demo Provider').waitFor();
  await page.getByRole('group', { name: 'Demo Notes needs' }).waitFor();
  await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
  await consent(page, 'Cancel');
  await page.getByText('You did not allow the access at Demo Provider').waitFor();
  const link = page.getByRole('link', { name: `Go back to ${new URL(listed).host}` });
  expect(await link.getAttribute('href')).toBe(back);
  // What was asked for is still there, ticked as it was.
  const needed = page.getByRole('group', { name: 'Demo Notes needs' });
  expect(await needed.getByRole('checkbox', { name: /^notes:read/ }).isChecked()).toBe(true);
  await screenshot(page, 'way-back-after-a-no');

  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
  await page.getByText('Demo Notes can use ada@demo.test now.').waitFor();
  await screenshot(page, 'way-back');
  expect(await accountOfToken(stage, await injectionOf(stage, call))).toBe('ada@demo.test');
  await link.click();
  await heading(page, 'The chat').waitFor();
  expect(page.url()).toBe(back);
});

test('an origin that nobody listed is no way back, however it is written', async () => {
  const { page } = await visit(stage);
  const connect = async (back: string, isFirst: boolean) => {
    const query = new URLSearchParams({ account: 'demo', return: back });
    await open(page, stage, `/w/globex/providers/demo/connect?${query}`);
    await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
    if (isFirst) await page.getByRole('button', { name: 'ada@demo.test' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
  };
  await connect(other, true);
  expect(await page.getByRole('link', { name: /^Go back/ }).count()).toBe(0);
  expect(await page.locator(`a[href*="${new URL(other).port}"]`).count()).toBe(0);
  for (const back of [`${listed}@${new URL(other).host}/`, `javascript:location='${listed}'`]) {
    await connect(back, false);
    expect(await page.getByRole('link', { name: /^Go back/ }).count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  }
  // The same page leads back where the origin is listed.
  await connect(listed, false);
  await page.getByRole('link', { name: /^Go back/ }).waitFor();
});
