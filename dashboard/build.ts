import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import type { DashboardConfig } from '../src/contract/dashboard/dashboard-config.ts';
import { SILENT_PAGE } from '../src/contract/dashboard/silent-page.ts';
import { logos } from './logos.ts';

const SOURCE = fileURLToPath(new URL('./src/', import.meta.url));

/** The scripts of the two pages: the dashboard, and the reference of the API, which needs no sign-in. */
const ENTRIES = { app: 'main.tsx', api: 'api-page/api-page.tsx' };

/**
 * Builds the pages into `outdir`, which is emptied before: `index.html` and `api.html`, the scripts and styles that they name, and
 * the frame of a silent sign-in. They are the same for every environment.
 */
export async function buildPage(outdir: string): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const built = await bundle(outdir);
  const write = async (page: string, entry: string) => {
    const template = await readFile(join(SOURCE, page), 'utf8');
    await writeFile(join(outdir, page), named(template, entry, built));
  };
  await Promise.all([
    write('index.html', ENTRIES.app),
    write('api.html', ENTRIES.api),
    writeFile(join(outdir, 'silent.html'), SILENT_PAGE),
    copyFile(join(SOURCE, 'icon.svg'), join(outdir, 'icon.svg')),
  ]);
}

/** The page with its environment's `config.json` beside it, which a deployed stage writes when it is deployed. */
export async function buildDashboard(input: { outdir: string; config: DashboardConfig }): Promise<void> {
  await buildPage(input.outdir);
  await writeFile(join(input.outdir, 'config.json'), JSON.stringify(input.config));
}

async function bundle(outdir: string): Promise<Pick<Metafile, 'outputs'>> {
  const shared = {
    outdir,
    bundle: true,
    minify: true,
    target: 'es2023',
    tsconfigRaw: {},
    // The caller reports progress; a failure arrives as a rejected promise.
    logLevel: 'silent',
  } as const;
  const page = {
    ...shared,
    format: 'esm' as const,
    // Pages that are opened less often, and the logos, come in files of their own.
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    metafile: true as const,
    jsx: 'automatic' as const,
    jsxImportSource: 'preact',
    plugins: [logos],
  } satisfies BuildOptions;
  // Apart from each other: what they share would else be cut into many small files.
  const [app, api] = await Promise.all([
    build({ ...page, entryPoints: { app: join(SOURCE, ENTRIES.app) } }),
    build({ ...page, entryPoints: { api: join(SOURCE, ENTRIES.api) } }),
  ]);
  return { outputs: { ...app.metafile.outputs, ...api.metafile.outputs } };
}

/** Puts the names of the built files into a page, with those that its script needs at once, so that none waits for another. */
function named(template: string, entry: string, { outputs }: Pick<Metafile, 'outputs'>): string {
  const [script, { cssBundle, imports }] = Object.entries(outputs).find(([, { entryPoint }]) =>
    entryPoint?.endsWith(entry),
  ) ?? ['', { imports: [] }];
  if (cssBundle === undefined) throw new Error(`${entry} has no script with styles`);
  const needed = imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path));
  const preloads = needed.map((file) => `<link rel="modulepreload" href="/${file}">`).join('\n');
  return template
    .replace('%STYLES%', basename(cssBundle))
    .replace('%SCRIPT%', basename(script))
    .replace('%PRELOADS%', preloads);
}
