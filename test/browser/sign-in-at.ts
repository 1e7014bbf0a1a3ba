/** A person signs in on the page of a link, which loads that page once. */
import type { Page } from 'playwright-core';
import { newVisitor, type Person, type Stage, type VisitorOptions } from './stage.ts';
import type { WatchedPage } from './watched-page.ts';

/** Opens a page of the workspace by its address in a browser in which nobody is signed in. The caller waits for what it shows. */
export async function signInAt(page: Page, stage: Pick<Stage, 'environment'>, path: string, person: Person) {
  await page.goto(stage.environment.urls.dashboard + path);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: person }).click();
}

/** Somebody in a browser of their own, who has signed in on that page. The caller waits for what it shows. */
export async function visitAt(
  stage: Stage,
  path: string,
  person: Person,
  options: VisitorOptions = {},
): Promise<WatchedPage> {
  const visitor = await newVisitor(stage, options);
  await signInAt(visitor.page, stage, path, person);
  return visitor;
}
