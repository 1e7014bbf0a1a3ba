/**
 * An admin adds a provider that the catalogue does not have: by its issuer, or by its endpoints.
 *
 * Every host of such a provider must be public, and a test reaches none. Here the hosts below `acme.invalid` count as
 * public, so that the API itself judges and keeps what the form sends; only what the provider would answer to a test is
 * put in place of the API's answer.
 *
 * Covers dashboard/src/pages/add-provider, dashboard/src/words/field-words.ts, dashboard/src/pages/app/form-actions.tsx,
 * dashboard/src/pages/app/stored-endpoints.tsx.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import type { OAuthAppCheck } from '../../../src/contract/resources.ts';
import { heading, open, openStage, type Stage, screenshot, visit } from '../stage.ts';
import { expectNoSecretKept, type WatchedPage } from '../watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const { hosts } = stage.environment.ports;
  vi.spyOn(hosts, 'isPublic').mockImplementation(async (host) => host.endsWith('.acme.invalid'));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await stage?.close();
});

const ISSUER = 'https://login.acme.invalid';
const SECRET = 'a-client-secret-of-acme';

/** An admin on the page that adds a provider. */
async function adding(expectedErrors = /status of 400/): Promise<WatchedPage> {
  const visitor = await visit(stage, 'Ada', { expectedErrors });
  visitor.secrets.add(SECRET);
  await open(visitor.page, stage, '/w/acme/add-provider');
  return visitor;
}

const field = (page: Page, label: string) =>
  page.getByRole('textbox', { name: new RegExp(`^${label}( \\(optional\\))?$`) });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const error = (page: Page, label: string) =>
  page
    .locator('.field')
    .filter({ has: field(page, label) })
    .getByRole('alert');

async function describeApp(page: Page, name: string): Promise<void> {
  await field(page, 'Name').fill(name);
  await field(page, 'API hosts').fill('api.acme.invalid');
  await field(page, 'Scopes').fill('tickets:read tickets:write');
  await field(page, 'Client id').fill('connections-of-acme');
  await page.getByLabel('Client secret', { exact: true }).fill(SECRET);
}

async function describeEndpoints(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^By its endpoints/ }).check();
  await field(page, 'Authorization endpoint').fill(`${ISSUER}/authorize`);
  await field(page, 'Token endpoint').fill(`${ISSUER}/token`);
  await field(page, 'Userinfo endpoint').fill('https://api.acme.invalid/me');
}

/** What the provider would say. */
async function answerTests(page: Page, check: Partial<z.infer<typeof OAuthAppCheck>>): Promise<void> {
  const json: z.infer<typeof OAuthAppCheck> = {
    ...{ outcome: 'accepted', error: 'invalid_grant', status: 400, host: 'login.acme.invalid' },
    redirectUri: `${stage.environment.urls.api}/oauth/callback/custom~acme-desk/acme`,
    checkedAt: new Date().toISOString(),
    ...check,
  };
  await page.route('**/oauth-apps/*/check', (route) => route.fulfill({ json }));
}

const saves = ({ apiCalls }: WatchedPage) =>
  apiCalls.filter((call) => call.startsWith('PUT /v1/workspaces/acme/oauth'));

describe('a provider by its endpoints', () => {
  test('is refused at each field that is wrong, and the first of them takes the focus', async () => {
    const visitor = await adding();
    const { page } = visitor;
    await describeApp(page, 'Acme Desk');
    await describeEndpoints(page);
    await field(page, 'Authorization endpoint').fill('http://login.acme.invalid/authorize');
    await field(page, 'API hosts').fill('api.acme.invalid\nhttps://files.acme.invalid/v1');
    await page.getByText('Advanced: what differs from the standard').click();
    await field(page, 'Name of the header').fill('X-Token');
    await field(page, 'Value of the header').fill('{token}');
    await press(page, 'Test');
    await error(page, 'Authorization endpoint').getByText('a whole https address').waitFor();
    await error(page, 'API hosts').getByText('“https://files.acme.invalid/v1”: Write hosts alone').waitFor();
    expect(await page.evaluate('document.activeElement.value')).toBe('http://login.acme.invalid/authorize');
    expect(await error(page, 'Token endpoint').count()).toBe(0);
    await screenshot(page, 'custom-provider-errors');

    // Only what has the right form is judged by what it means.
    await describeEndpoints(page);
    await field(page, 'API hosts').fill('api.acme.invalid');
    await press(page, 'Test');
    await error(page, 'Value of the header').waitFor();
    expect(await error(page, 'Authorization endpoint').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.value')).toBe('{token}');
    expect(saves(visitor)).toEqual([]);
  });

  test('is refused whole where a host is not public', async () => {
    const visitor = await adding();
    const { page } = visitor;
    await describeApp(page, 'Acme Desk');
    await describeEndpoints(page);
    await field(page, 'Token endpoint').fill('https://intranet.example.invalid/token');
    for (const button of ['Test', 'Save']) {
      await press(page, button);
      await page.getByText('This provider cannot be added').waitFor();
    }
    expect(await field(page, 'Token endpoint').inputValue()).toBe('https://intranet.example.invalid/token');
    await open(page, stage, '/w/acme/oauth-apps');
    await page.getByText('This workspace has no OAuth app of its own').waitFor();
  });

  test('is tested before it is saved, and is there to be connected afterwards', async () => {
    const visitor = await adding();
    const { page } = visitor;
    await describeApp(page, 'Acme Desk');
    expect(await field(page, 'Id').inputValue()).toBe('acme-desk');
    await page.getByText('/oauth/callback/custom~acme-desk/').waitFor();
    await describeEndpoints(page);
    await answerTests(page, { outcome: 'refused', error: 'invalid_client' });
    await press(page, 'Test');
    await page.getByText('Acme Desk refuses the client id or the client secret').waitFor();
    await page.unrouteAll();
    await answerTests(page, {});
    await press(page, 'Test');
    await page.getByText('Nothing is saved yet.').waitFor();
    expect(saves(visitor)).toEqual([]);
    await screenshot(page, 'custom-provider-tested');

    await press(page, 'Save');
    await page.getByText('Saved. Acme Desk accepts this app').waitFor();
    expect(saves(visitor)).toHaveLength(1);
    await expectNoSecretKept(visitor);
    await page.getByRole('link', { name: 'Connect an account' }).click();
    await page.getByRole('button', { name: 'Continue to Acme Desk' }).waitFor();
    await page.getByText('tickets:write').first().waitFor();

    await open(page, stage, '/w/acme/oauth-apps');
    await page.getByRole('link', { name: 'Acme Desk' }).click();
    await heading(page, 'OAuth app for Acme Desk').waitFor();
    await page.getByText('https://api.acme.invalid/me').waitFor();
    await screenshot(page, 'custom-provider');
    await open(page, stage, '/w/acme/add-provider');
    await field(page, 'Name').fill('Acme Desk');
    await page.getByText('This workspace has a provider with this id.').waitFor();
  });
});

describe('a provider by its issuer', () => {
  test('shows what the metadata names before it is saved', async () => {
    const { page } = await adding();
    await describeApp(page, 'Acme Login');
    await field(page, 'Issuer').fill('login.acme.invalid');
    await press(page, 'Test');
    await error(page, 'Issuer').getByText('a whole https address').waitFor();
    await field(page, 'Issuer').fill(ISSUER);
    await answerTests(page, {
      custom: {
        ...{ name: 'Acme Login', issuer: ISSUER, scopes: ['tickets:read'], apiHosts: ['api.acme.invalid'] },
        ...{ authorizationEndpoint: `${ISSUER}/authorize`, tokenEndpoint: `${ISSUER}/found/token` },
        ...{ userinfoEndpoint: `${ISSUER}/me`, issuerInResponse: true },
        clientAuthentication: 'client_secret_post',
      },
    });
    await press(page, 'Test');
    await page.getByRole('heading', { name: 'The metadata names these addresses' }).waitFor();
    await page.getByText(`${ISSUER}/found/token`).waitFor();
    await page.getByText('client_secret_post', { exact: true }).waitFor();
    await screenshot(page, 'custom-provider-found');
    // What is typed next is another question.
    await field(page, 'Issuer').fill(`${ISSUER}/other`);
    await page.getByText(`${ISSUER}/found/token`).waitFor({ state: 'detached' });
  });

  test('whose metadata cannot be read is not saved, and what was typed stays', async () => {
    const visitor = await adding(/status of (424|502|503)/);
    const { page } = visitor;
    await describeApp(page, 'Acme Login');
    await field(page, 'Issuer').fill(ISSUER);
    await press(page, 'Test');
    await page.getByText('login.acme.invalid did not answer').waitFor();
    await press(page, 'Save');
    await page.getByText('The metadata of the issuer could not be read').waitFor();
    expect(await field(page, 'Issuer').inputValue()).toBe(ISSUER);
    expect(saves(visitor)).toHaveLength(1);
    await open(page, stage, '/w/acme/oauth-apps/custom~acme-login');
    await page.getByText('This workspace has no such provider').waitFor();
  });
});
