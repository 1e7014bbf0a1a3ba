/**
 * `npm run build:cdk [-- <folder>]` builds the package `@connections/cdk`, by default in `cdk/dist/`. The construct, each
 * function's bundle and the dashboard are built as JavaScript, because Node runs no TypeScript below `node_modules`. An app that
 * installs the package needs aws-cdk-lib and constructs, and neither esbuild nor this repository.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { buildPage } from '../dashboard/build.ts';
import { bundlingOf } from '../lib/functions/code/function-bundling.ts';
import { FUNCTIONS, type FunctionName } from '../src/contract/environment.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = join(HERE, '..');
const { operand } = fromCommandLine({
  call: 'npm run build:cdk',
  description: 'Builds the package @connections/cdk.',
  operand: { placeholder: '<folder>', isRequired: false },
  options: {},
  notes: ['The default folder is cdk/dist.'],
});
const OUT = resolve(operand ?? join(HERE, 'dist'));
/** The consumer's app brings these: constructs of two copies of CDK do not work together. */
const PEERS = ['aws-cdk-lib', 'constructs'];

async function construct(): Promise<void> {
  await build({
    entryPoints: [join(HERE, 'index.ts')],
    outfile: join(OUT, 'index.js'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: PEERS.flatMap((name) => [name, `${name}/*`]),
    // Not minified, because people read it to see what is deployed.
    legalComments: 'inline',
    tsconfigRaw: {},
    logLevel: 'warning',
  });
}

/** Each function as a synth in the repository builds it (lib/functions/code/bundling.ts). */
async function functions(): Promise<void> {
  for (const name of FUNCTIONS) await bundleFunction(name);
}

async function bundleFunction(name: FunctionName): Promise<void> {
  const { mainFields, minify, keepNames, externalModules, esbuildArgs } = bundlingOf(name);
  // NodejsFunction takes each as one text, as esbuild's command line does.
  const alias = Object.fromEntries(esbuildArgs['--alias'].map((text) => text.split('=')));
  await build({
    entryPoints: [join(ROOT, 'lambdas', `${name}.ts`)],
    outfile: join(OUT, 'prebuilt', 'lambdas', name, 'index.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields,
    minify,
    keepNames,
    external: externalModules,
    alias,
    tsconfigRaw: {},
    logLevel: 'warning',
  });
}

async function declarations(): Promise<void> {
  const types = join(OUT, 'types');
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', join(HERE, 'tsconfig.json'), '--outDir', types]);
  for (const entry of await readdir(types, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await nameAsModule(join(entry.parentPath, entry.name));
}

/** The compiler leaves imports of `./x.ts` in declarations, but the package contains no such files. */
async function nameAsModule(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/(from '\.[^']*)\.ts'/g, "$1.js'"));
}

async function manifest(): Promise<void> {
  const { version, license, devDependencies, dependencies } = JSON.parse(
    await readFile(join(ROOT, 'package.json'), 'utf8'),
  );
  const content = {
    name: '@connections/cdk',
    version,
    description: 'An OAuth token broker for MCP, as a construct of AWS CDK',
    license,
    type: 'module',
    engines: { node: '>=22' },
    exports: { '.': { types: './types/cdk/index.d.ts', default: './index.js' } },
    peerDependencies: Object.fromEntries(PEERS.map((name) => [name, devDependencies[name]])),
    // Some declarations use its types. The bundled code contains zod itself.
    dependencies: { zod: dependencies.zod },
  };
  await writeFile(join(OUT, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
  await copyFile(join(ROOT, 'LICENSE'), join(OUT, 'LICENSE'));
  await copyFile(join(HERE, 'README.md'), join(OUT, 'README.md'));
}

/** CloudFront runs it as it is written. */
async function edgeFunction(): Promise<void> {
  const name = 'page-addresses.js';
  await mkdir(join(OUT, 'prebuilt'), { recursive: true });
  await copyFile(join(ROOT, 'lib', 'dashboard', name), join(OUT, 'prebuilt', name));
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await Promise.all([
  construct(),
  functions(),
  buildPage(join(OUT, 'prebuilt', 'dashboard')),
  edgeFunction(),
  declarations(),
  manifest(),
]);
process.stdout.write(`${OUT}: run npm pack in it, or install it from there\n`);
