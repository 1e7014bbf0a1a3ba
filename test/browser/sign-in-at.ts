/** A person signs in on the page of a link, which loads that page once. */
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

export type Person = 'Ada' | 'Bob' | 'Mallory';

/** Opens a page of the workspace by its address in a browser in which nobody is signed in. The caller waits for what it shows. */
export async function signInAt(page: Page, stage: Pick<Stage, 'environment'>, path: string, person: Person) {
  await page.goto(stage.environment.urls.dashboard + path);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: person }).click();
}
