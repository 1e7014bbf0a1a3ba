/**
 * `npm run build -w client`: writes an ESM bundle, its type declarations and the command `connections-door` to `dist/`, the only
 * folder that is packed. The declarations include the used types of `src/contract`, so they refer to no file outside.
 */
import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { fromCommandLine } from '../command-line/from-command-line.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const BUNDLE = join(HERE, 'dist', 'index.js');
const DOOR = join(HERE, 'dist', 'connections-door.js');
const TYPES = join(HERE, 'dist', 'types');

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [join(HERE, 'src', entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // The runtime provides its own copy, with its credentials and settings.
    external: ['@aws-sdk/client-lambda'],
    // Not minified, so that people can read the code that handles their tokens.
    legalComments: 'inline',
    tsconfigRaw: {},
    logLevel: 'warning',
  });
}

/** The command is a bundle of its own: no runtime loads it. */
async function command(): Promise<void> {
  await bundle('door/main.ts', DOOR);
  await writeFile(DOOR, `#!/usr/bin/env node\n${await readFile(DOOR, 'utf8')}`);
  await chmod(DOOR, 0o755);
}

async function declarations(): Promise<void> {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(typescript), 'bin', 'tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', join(HERE, 'tsconfig.types.json')]);
  for (const entry of await readdir(TYPES, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await nameAsModule(join(entry.parentPath, entry.name));
}

/** Replaces `./x.ts` by `./x.js`: the compiler leaves `.ts` in declarations, but no such file is packed. */
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
await Promise.all([bundle('index.ts', BUNDLE), command(), declarations()]);
const { size } = await stat(BUNDLE);
process.stdout.write(`client/dist/index.js: ${(size / 1024).toFixed(1)} kB\n`);
