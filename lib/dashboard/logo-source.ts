/** An operator's logos as a part of what is uploaded for the page. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { logosIn } from '../settings/faults/validate-page.ts';

/** The names of the files. validateStage() has judged them. */
export function logoNames(folder: string): string[] {
  return (logosIn(folder) ?? []).map(({ name }) => name);
}

/** The files under `logos/`. They are in the page's own upload: a second one would delete the files of the first. */
export function logoSource(folder: string): ISource {
  return Source.asset(folder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      local: { tryBundle: (outdir) => copied(folder, join(outdir, 'logos')) },
    },
  });
}

function copied(folder: string, target: string): true {
  mkdirSync(target);
  for (const name of logoNames(folder)) copyFileSync(join(folder, name), join(target, name));
  return true;
}
