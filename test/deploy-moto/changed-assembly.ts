/** Changes the template in a synthesized assembly so that the CDK CLI deploys the change. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function changeTemplate(
  assembly: string,
  stack: string,
  change: (template: string) => string,
): Promise<void> {
  const file = join(assembly, `${stack}.template.json`);
  await writeFile(file, change(await readFile(file, 'utf8')));
  await underAnotherHash(assembly, stack);
}

/** The CLI uploads no asset whose hash is there already, and the template is one. */
async function underAnotherHash(assembly: string, stack: string): Promise<void> {
  const assets = join(assembly, `${stack}.assets.json`);
  const { files } = JSON.parse(await readFile(assets, 'utf8'));
  const hash = Object.keys(files).find((id) => files[id].source.path === `${stack}.template.json`) ?? '';
  const other = createHash('sha256').update(hash).digest('hex');
  for (const file of [assets, join(assembly, 'manifest.json')])
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(hash, other));
}
