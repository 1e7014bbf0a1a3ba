/** The recipes as docs/sign-in.md prints them: the settings to paste, and what the table says of each. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import type { HostedDashboardSettings } from '../../lib/settings/dashboard-settings.ts';
import type { SignInSettings } from '../../lib/settings/sign-in-settings.ts';

export interface RecipeSettings {
  jwt: SignInSettings;
  hostedDashboard: HostedDashboardSettings & { clientId: string };
}
/** One row of the table, its cells as text without their marks. */
export interface Promised {
  sent: string;
  typ: string;
  namedIn: string;
  accessTokens: string;
  workspaceClaim: string;
}

const PAGE = readFileSync(new URL('../../docs/sign-in.md', import.meta.url), 'utf8');

/** Every block of settings below a heading, in order. */
export function settingsBelow(heading: string): object[] {
  const [, section] = PAGE.split(`\n## ${heading}\n`);
  const [own = ''] = (section ?? '').split('\n## ');
  return [...own.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block = '']) => evaluated(block));
}

export function recipe(heading: string): RecipeSettings {
  const last = settingsBelow(heading).at(-1);
  if (last === undefined) throw new Error(`docs/sign-in.md has no settings below "${heading}"`);
  return last as RecipeSettings;
}

export function promisedOf(heading: string): Promised {
  const row = PAGE.split('\n').find((line) => line.startsWith(`| [${heading}](`));
  const [, sent = '', typ = '', namedIn = '', accessTokens = '', workspaceClaim = ''] = (row ?? '')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll('`', '').trim());
  return { sent, typ, namedIn, accessTokens, workspaceClaim };
}

/** The headings of the table's rows. */
export const RECIPES = [...PAGE.matchAll(/^\| \[([^\]]+)\]\(#/gm)].map(([, heading = '']) => heading);

/** The settings, in objects of this realm. */
function evaluated(block: string): object {
  return structuredClone(runInNewContext(`({${block}})`));
}
