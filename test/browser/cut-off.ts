import type { Page } from 'playwright-core';

/** By how many CSS pixels the content is wider than the page, so that a person would scroll sideways. */
export async function cutOff(page: Page): Promise<number> {
  const root = 'document.documentElement';
  // Not `clientWidth`, which counts the room that is kept for a scroll bar.
  const wider = await page.evaluate(`${root}.scrollWidth - ${root}.getBoundingClientRect().width`);
  return Math.max(0, Math.ceil(Number(wider)));
}
