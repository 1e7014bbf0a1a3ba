/** Where files of this package are: in the repository, or in the package that `npm run build:cdk` builds from it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of a file of the repository. It does not depend on the working directory, so other CDK apps get it too. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}

/**
 * The path of something that the package has in built form, beside its index.js. Undefined in the repository, where it is
 * built when it is needed.
 */
export function prebuilt(name: string): string | undefined {
  const path = fileURLToPath(new URL(`./prebuilt/${name}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}
