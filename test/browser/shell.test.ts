/**
 * Pages have addresses, titles and headings; the back button, the skip button and the keyboard work.
 * Covers dashboard/src/router, dashboard/src/shell, dashboard/src/parts/page-head.tsx, dashboard/src/parts/focus-wish.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heading, open, openStage, type Stage, screenshot, visit } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const PAGES = [
  ['Connections', '/w/acme/connections'],
  ['Providers', '/w/acme/providers'],
  ['MCP servers', '/w/acme/servers'],
  ['OAuth apps', '/w/acme/oauth-apps'],
  ['Calls', '/w/acme/calls'],
  ['Activity', '/w/acme/activity'],
  ['Settings', '/w/acme/settings'],
] as const;

const focused = (page: Page) => page.evaluate('document.activeElement.textContent');

describe('each page', () => {
  test('has an address, a title and a heading that takes the focus, and the back button goes back', async () => {
    const { page } = await visit(stage);
    const links = page.getByRole('navigation', { name: 'Pages' });
    for (const [name, path] of PAGES) {
      await links.getByRole('link', { name }).click();
      await heading(page, name).waitFor();
      expect(new URL(page.url()).pathname).toBe(path);
      expect(await page.title()).toBe(`${name} · Connections`);
      expect(await focused(page)).toBe(name);
      expect(await links.locator('[aria-current=page]').textContent()).toBe(name);
    }
    for (const [name] of PAGES.toReversed().slice(1)) {
      await page.goBack();
      await heading(page, name).waitFor();
      expect(await page.title()).toBe(`${name} · Connections`);
    }
  });

  test('is shown by its address after a reload', async () => {
    const { page } = await visit(stage);
    for (const [name, path] of PAGES) {
      await open(page, stage, path);
      await heading(page, name).waitFor();
    }
  });

  test('that does not exist says so', async () => {
    const { page } = await visit(stage);
    for (const path of ['/w/acme/nowhere', '/w/acme/connections/a/b', '/w/', '/w/%ff']) {
      await open(page, stage, path);
      await heading(page, 'There is no such page').waitFor();
    }
  });
});

describe('a workspace', () => {
  test('of others opens nothing, and the person sees their own ones', async () => {
    const { page } = await visit(stage);
    await open(page, stage, '/w/initech/connections');
    await heading(page, 'You are not a member of the workspace “initech”').waitFor();
    await screenshot(page, 'not-a-member');
    await page.getByRole('link', { name: 'globex' }).click();
    await heading(page, 'Overview').waitFor();
    expect(new URL(page.url()).pathname).toBe('/w/globex');
  });

  test('is chosen once, stands in the address and is remembered by the tab', async () => {
    const { page } = await visit(stage);
    await page.getByLabel('Workspace').selectOption('globex');
    await page.getByText('for the workspace globex').waitFor();
    await page.goto(stage.environment.urls.dashboard);
    await page.getByText('for the workspace globex').waitFor();
    expect(await page.getByLabel('Workspace').inputValue()).toBe('globex');
  });
});

describe('the keyboard alone', () => {
  test('skips the navigation', async () => {
    const { page } = await visit(stage);
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
  });

  test('opens the menu of a small screen and goes on', async () => {
    const { page } = await visit(stage, 'Ada', { viewport: { width: 375, height: 740 } });
    const menu = page.getByRole('button', { name: 'Menu' });
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    await menu.press('Enter');
    expect(await menu.getAttribute('aria-expanded')).toBe('true');
    await screenshot(page, 'menu-375');
    await page.getByRole('link', { name: 'Settings' }).press('Enter');
    await heading(page, 'Settings').waitFor();
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    expect(await focused(page)).toBe('Settings');
  });

  test('opens a link with a modifier in another tab', async () => {
    const { page } = await visit(stage);
    const waiting = page.context().waitForEvent('page');
    await page
      .getByRole('link', { name: 'Activity' })
      .first()
      .click({ modifiers: ['Control'] });
    await heading(await waiting, 'Activity').waitFor();
    await heading(page, 'Overview').waitFor();
  });
});
