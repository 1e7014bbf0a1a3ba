/** What a person does in the browser, from the address of a refusal to the connection. */
import { chromium, type Page } from 'playwright-core';
import { chromiumOptions } from '../browser/chromium.ts';

export interface Visited {
  /** The text of the played provider's page. */
  consentPage: string;
}

/** Signs in as Ada, goes on with what the quickstart's server needs, and allows it at the played provider. */
export async function connectInBrowser(connectUrl: string): Promise<Visited> {
  const browser = await chromium.launch(chromiumOptions());
  try {
    const page = await browser.newPage();
    await page.goto(connectUrl);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Ada' }).click();
    await continueWithTickedScope(page);
    return await consent(page);
  } finally {
    await browser.close();
  }
}

/** The scope is ticked, since the registration wants it. */
async function continueWithTickedScope(page: Page): Promise<void> {
  const needed = page.getByRole('group', { name: 'My server needs' });
  const isTicked = await needed.getByRole('checkbox', { name: 'gist' }).isChecked();
  if (!isTicked) throw new Error('the scope of the server is not ticked');
  await page.getByRole('button', { name: 'Continue to GitHub' }).click();
}

async function consent(page: Page): Promise<Visited> {
  const allow = page.getByRole('button', { name: 'Allow' });
  await allow.waitFor();
  const consentPage = (await page.getByRole('main').textContent()) ?? '';
  await allow.click();
  await page.getByText('GitHub is connected').waitFor();
  return { consentPage };
}
