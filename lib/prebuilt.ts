/** Where this package's files are: in the repository, or in the package that `npm run build:cdk` makes of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';

/** A file of the repository, independent of the working directory, so that another CDK app can use the construct. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}

/** The built form of something, beside this file in the package; in the repository there is none, and it is built. */
export function prebuilt(name: string): string | undefined {
  const path = fileURLToPath(new URL(`./prebuilt/${name}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}

/**
 * A function's bundle of the package, behind `declaration`: the operator's servers are known only now, and esbuild may be
 * missing.
 */
export function prebuiltCode(name: string, declaration: string): Code | undefined {
  const folder = prebuilt(`lambdas/${name}`);
  if (folder === undefined) return undefined;
  const tryBundle = (outdir: string) => {
    const bundle = readFileSync(join(folder, 'index.mjs'), 'utf8');
    writeFileSync(join(outdir, 'index.mjs'), declaration + bundle);
    return true;
  };
  return Code.fromAsset(folder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: DockerImage.fromRegistry('never-used'), local: { tryBundle } },
  });
}
