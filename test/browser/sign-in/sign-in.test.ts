/**
 * The page in a real Chromium under its own headers, with the settings of docs/sign-in.md for Entra ID, at a real OpenID
 * provider that behaves like it, and the API's functions behind the page.
 * Covers dashboard/src/sign-in/sign-in.ts, dashboard/src/app/begin.ts, dashboard/src/words/sign-in-words.ts,
 * src/contract/security-headers.ts.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { buildDashboard } from '../../../dashboard/build.ts';
import { dashboardConfig } from '../../../lib/dashboard/dashboard-config.ts';
import { signInValues } from '../../../lib/functions/function-variables.ts';
import { appListener, type HttpFunctions } from '../../../local/app-server.ts';
import { openAppServer } from '../../../local/open-app-server.ts';
import { localProviderFetch } from '../../../local/ports.ts';
import { securityHeaders } from '../../../src/contract/security-headers.ts';
import type { App } from '../../../src/http/serve-routes.ts';
import { behindTheGateway, captureLog, coldStart } from '../../lambdas/entry.ts';
import { type CountedTable, countedTable } from '../../lambdas/table-behind-a-counter.ts';
import { answerFunctions } from '../../setup/stand-in-fetch.ts';
import { HABITS } from '../../sign-in/habits.ts';
import { type Habits, startStandIn } from '../../sign-in/identity-provider.ts';
import { type RecipeSettings, recipe } from '../../sign-in/recipe-page.ts';
import { chromiumOptions } from '../chromium.ts';
import { heading } from '../stage.ts';
import { watchedPage } from '../watched-page.ts';

answerFunctions(localProviderFetch());

let table: CountedTable;
let browser: Browser;
beforeAll(async () => {
  [table, browser] = [await countedTable(), await chromium.launch(chromiumOptions())];
});
afterAll(async () => {
  await browser?.close();
  await table?.close();
});

/** A function as API Gateway calls it. */
function throughLambda(handler: Awaited<ReturnType<typeof coldStart>>): App {
  const send = behindTheGateway(handler);
  const answer = async (request: Request): Promise<Response> => {
    const { pathname: path, search } = new URL(request.url);
    const headers = Object.fromEntries(request.headers);
    const body = await request.text();
    const { statusCode, ...rest } = await send({
      method: request.method,
      path,
      query: search.slice(1),
      headers,
      ...(body !== '' && { body }),
    });
    const answered = rest.isBase64Encoded ? Buffer.from(rest.body, 'base64') : rest.body;
    return new Response(answered, { status: statusCode, headers: rest.headers });
  };
  return { fetch: answer } as unknown as App;
}

/** The page of a stage with the settings of a recipe, at an issuer of this machine. Resolves with the page's address. */
async function openStage({ jwt: written, hostedDashboard }: RecipeSettings): Promise<string> {
  const app = await openAppServer(0);
  const directory = mkdtempSync(join(tmpdir(), 'connections-sign-in-'));
  const standIn = await startStandIn({
    habits: HABITS['Entra ID'] as Habits,
    clientId: hostedDashboard.clientId,
    home: `${app.origin}/`,
  });
  captureLog();
  onTestFinished(async () => {
    vi.restoreAllMocks();
    await standIn.close();
    await app.close();
    rmSync(directory, { recursive: true });
  });
  const jwt = { ...written, issuer: standIn.issuer };
  await buildDashboard({
    outdir: directory,
    config: dashboardConfig({ ...hostedDashboard, jwt }, app.origin),
  });
  const start = (name: 'connections-api' | 'connect') =>
    coldStart(name, {
      dynamodb: table.endpoint,
      values: { ...signInValues(jwt), dashboardClientId: hostedDashboard.clientId },
    });
  const functions = {
    'connections-api': throughLambda(await start('connections-api')),
    connect: throughLambda(await start('connect')),
  } as HttpFunctions;
  const headers = securityHeaders({ issuer: standIn.issuer });
  app.serve(appListener(functions, { directory, headers }));
  return app.origin;
}

async function visit(origin: string) {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const { page } = await watchedPage(context);
  await page.goto(origin);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return page;
}

test('with the settings of the recipe a person signs in, stays so over a reload, and signs out', async () => {
  const page = await visit(await openStage(recipe('Entra ID')));
  const left: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/auth')
      left.push(`${searchParams.get('prompt')} ${request.frame() === page.mainFrame()}`);
  });
  await page.getByRole('button', { name: 'Ada' }).click();
  await heading(page, 'Overview').waitFor();
  await page.getByRole('heading', { name: 'First steps' }).waitFor();
  expect(await page.getByLabel('Workspace').locator('option').allTextContents()).toHaveLength(2);

  await page.getByRole('link', { name: 'Settings' }).click();
  await heading(page, 'Settings').waitFor();
  await page.reload();
  await heading(page, 'Settings').waitFor();
  // The settings allow no frame, so the page itself goes to the sign-in service and comes back to where it was.
  expect(left).toEqual(['none true']);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).waitFor();
});

test('with the default, which sends the resource, the page says that the request was refused', async () => {
  const { jwt, hostedDashboard } = recipe('Entra ID');
  const page = await visit(await openStage({ jwt, hostedDashboard: { clientId: hostedDashboard.clientId } }));
  await page.getByText('It answered invalid_request.').waitFor();
});
