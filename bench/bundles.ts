/** Bundles: those that are deployed, as CDK makes them, and what they are compared with, made in the same way. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { bundlingOf } from '../lib/functions/code/function-bundling.ts';
import { FUNCTIONS, type FunctionName } from '../src/contract/environment.ts';
import { settingsOf, stageTemplate, withEverything } from '../test/stack/stage-template.ts';

export interface Bundles {
  deployed: Record<FunctionName, string>;
  /** Bundles an entry of this folder, with or without what lib/functions/code/bundling.ts leaves out of the deployed ones. */
  reference(entry: string, options?: { external: readonly string[] }): string;
  remove(): void;
}

/** Bundles every function of the stage `prod`; about a second each. */
export function makeBundles(): Bundles {
  const template = stageTemplate(withEverything(settingsOf('prod')), { bundles: true });
  const fileOf = (name: FunctionName) => {
    const { S3Key } = template.resources[template.functionIds[name]]?.Properties.Code ?? {};
    return join(template.folder, `asset.${S3Key.replace(/\.zip$/, '')}`, 'index.mjs');
  };
  return {
    deployed: Object.fromEntries(FUNCTIONS.map((name) => [name, fileOf(name)])) as Bundles['deployed'],
    reference: (entry, { external } = { external: [] }) => {
      const outfile = join(template.folder, `${entry.replaceAll('/', '-')}-${external.length}.mjs`);
      bundle(fileURLToPath(new URL(entry, import.meta.url)), outfile, external);
      return outfile;
    },
    remove: () => rmSync(template.folder, { recursive: true }),
  };
}

/** With the options that NodejsFunction gives to esbuild for the injector. */
function bundle(entry: string, outfile: string, external: readonly string[]): void {
  const { format, mainFields, minify, keepNames } = bundlingOf('token-injector');
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format,
    mainFields,
    minify,
    keepNames,
    external: [...external],
  });
}

export function kilobytes(file: string): number {
  return Math.round(statSync(file).size / 1_000);
}
