/**
 * The logos of providers, out of simple-icons (CC0 1.0; the marks stay their owners’). A provider that it does not have gets a
 * monogram in the brand's colour (dashboard/src/parts/brand-colours.ts).
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** The module that the page imports. Its default export is a {@link LogoTable}. */
const MODULE = 'connections:logos';
const PACKAGE = dirname(createRequire(import.meta.url).resolve('simple-icons'));

/** By the provider's id: the path of a view box of 24 × 24, and the brand's colour. */
export type LogoTable = Record<string, { path: string; colour: string }>;

/** The icon's name, by the provider's id. */
const ICONS: Record<string, string> = {
  airtable: 'airtable',
  asana: 'asana',
  atlassian: 'atlassian',
  box: 'box',
  calendly: 'calendly',
  clickup: 'clickup',
  cloudflare: 'cloudflare',
  discord: 'discord',
  dropbox: 'dropbox',
  figma: 'figma',
  github: 'github',
  gitlab: 'gitlab',
  google: 'google',
  hubspot: 'hubspot',
  intercom: 'intercom',
  linear: 'linear',
  mailchimp: 'mailchimp',
  miro: 'miro',
  neon: 'neon',
  notion: 'notion',
  paypal: 'paypal',
  quickbooks: 'quickbooks',
  reddit: 'reddit',
  sentry: 'sentry',
  shopify: 'shopify',
  snowflake: 'snowflake',
  spotify: 'spotify',
  stripe: 'stripe',
  tiktok: 'tiktok',
  todoist: 'todoist',
  trello: 'trello',
  typeform: 'typeform',
  vercel: 'vercel',
  webflow: 'webflow',
  x: 'x',
  xero: 'xero',
  zendesk: 'zendesk',
  zoho: 'zoho',
  zoom: 'zoom',
};

export const logos: Plugin = {
  name: 'logos',
  setup(build) {
    build.onResolve({ filter: /^connections:logos$/ }, () => ({ path: MODULE, namespace: 'logos' }));
    build.onLoad({ filter: /.*/, namespace: 'logos' }, async () => ({
      contents: `export default ${JSON.stringify(await logoTable())}`,
      loader: 'js',
    }));
  },
};

export async function logoTable(): Promise<LogoTable> {
  const data = JSON.parse(await readFile(join(PACKAGE, 'data', 'simple-icons.json'), 'utf8'));
  const colours = new Map<string, string>(
    data.map(({ title, slug, hex }: { title: string; slug?: string; hex: string }) => [
      slug ?? title.toLowerCase().replaceAll(/[^a-z0-9]/g, ''),
      `#${hex}`,
    ]),
  );
  const entries = await Promise.all(
    Object.entries(ICONS).map(async ([id, icon]) => {
      const svg = await readFile(join(PACKAGE, 'icons', `${icon}.svg`), 'utf8');
      const path = /<path d="([^"]+)"/.exec(svg)?.[1];
      const colour = colours.get(icon);
      if (path === undefined || colour === undefined)
        throw new Error(`simple-icons has no whole icon ${icon}`);
      return [id, { path, colour }] as const;
    }),
  );
  return Object.fromEntries(entries);
}
