/** The code of a function in the package of the construct, where `npm run build:cdk` has built its bundle. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { prebuilt } from '../../prebuilt.ts';

/**
 * The function's bundle with `declaration` before it, or undefined in the repository, where there is no bundle. The operator's
 * servers are known only when the consumer's app is synthesized, and esbuild may not be installed there.
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
