/** axe-core on a page as it is shown: rules of WCAG 2.2 AA, and those that axe calls best practices. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

let runs = 0;
let findings = 0;

/** The rules whose verdict depends on the colour scheme. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What axe finds, one line each: the rule, where, and why. `rules`: by these alone. */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  // The page's own policy lets no other script in; the browser's debugger may evaluate it.
  await page.evaluate(SOURCE);
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) };
  const result = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as {
    violations: Violation[];
  };
  const found = result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
  );
  runs += 1;
  findings += found.length;
  return found;
}

/** What was judged in this file so far, for the output of the command. */
export function axeFigures(): string {
  return `axe: ${runs} runs, ${findings} findings`;
}
