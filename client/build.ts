/**
 * `npm run build -w client`: one ESM bundle and its declarations in `dist/`, the only folder that is packed. Nothing in it
 * points outside: the types of `src/contract` that the API names come along.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { fromCommandLine } from '../command-line/from-command-line.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const BUNDLE = join(HERE, 'dist', 'index.js');
const TYPES = join(HERE, 'dist', 'types');

async function bundle(): Promise<void> {
  await build({
    entryPoints: [join(HERE, 'src', 'index.ts')],
    outfile: BUNDLE,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // The runtime's own copy, with its credentials and settings.
    external: ['@aws-sdk/client-lambda'],
    // Read by people who want to know what handles their tokens: not minified.
    legalComments: 'inline',
    tsconfigRaw: {},
    logLevel: 'warning',
  });
}

async function declarations(): Promise<void> {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(typescript), 'bin', 'tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', join(HERE, 'tsconfig.types.json')]);
  for (const entry of await readdir(TYPES, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await nameAsModule(join(entry.parentPath, entry.name));
}

/** The compiler leaves `./x.ts` in declarations, where no such file is packed. */
async function nameAsModule(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/(from '\.[^']*)\.ts'/g, "$1.js'"));
}

fromCommandLine({
  call: 'npm run build -w client',
  description: 'Builds the package @connections/client into client/dist.',
  options: {},
});
await rm(join(HERE, 'dist'), { recursive: true, force: true });
await Promise.all([bundle(), declarations()]);
const { size } = await stat(BUNDLE);
process.stdout.write(`client/dist/index.js: ${(size / 1024).toFixed(1)} kB\n`);
