import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { DashboardConfig } from '../src/contract/dashboard/dashboard-config.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Builds the page into `outdir`: `index.html`, `app.js`, `app.css`, `icon.svg`. It is the same for every environment. */
export async function buildPage(outdir: string): Promise<void> {
  await mkdir(outdir, { recursive: true });
  await Promise.all([
    bundle(outdir),
    ...['index.html', 'icon.svg'].map((file) => copyFile(join(HERE, 'src', file), join(outdir, file))),
  ]);
}

/** The page with its environment's `config.json` beside it, which a deployed stage writes when it is deployed. */
export async function buildDashboard(input: { outdir: string; config: DashboardConfig }): Promise<void> {
  await buildPage(input.outdir);
  await writeFile(join(input.outdir, 'config.json'), JSON.stringify(input.config));
}

async function bundle(outdir: string): Promise<void> {
  await build({
    entryPoints: { app: join(HERE, 'src', 'main.tsx') },
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: {},
    // The caller reports progress; a failure arrives as a rejected promise.
    logLevel: 'silent',
  });
}
