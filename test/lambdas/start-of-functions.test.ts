/**
 * What a function loads when it starts: as little of Node as an answer needs, and a bundle of a bounded size.
 * Covers lib/functions/code/bundling.ts, lib/functions/code/built-in-servers.ts, lambdas/bundled/zod.ts.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, startChild } from '../../bench/child.ts';
import { environmentsWithTls, startOnce } from '../../bench/cold-start/measure.ts';
import { serversDeclaration } from '../../lib/functions/code/built-in-servers.ts';
import { bundlingOf } from '../../lib/functions/code/function-bundling.ts';
import { FUNCTION_DEFINITIONS } from '../../lib/functions/function-definitions.ts';
import { FUNCTIONS, type FunctionName } from '../../src/contract/environment.ts';

/** In kB, about a tenth above what they are. A library that slips in is larger than that. */
const MOST: Record<FunctionName, number> = {
  'connections-api': 1_080,
  connect: 1_740,
  'oauth-callback': 410,
  'token-refresh': 1_130,
  'token-tick': 1_140,
  'token-injector': 430,
  'server-trial': 960,
  'rotate-data-key': 620,
  'token-authorizer': 435,
  'mcp-endpoint': 1_400,
  'mcp-sign-in': 67,
  'deployment-check': 340,
};

let folder: string;
let standIns: Child;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connections-start-'));
  await writeFile(join(folder, 'servers.mjs'), `export ${serversDeclaration([])}`);
  standIns = await startChild('stand-ins.ts');
});
afterAll(async () => {
  await standIns.end();
  await rm(folder, { recursive: true });
});

/** As NodejsFunction builds it. */
async function bundled(name: FunctionName) {
  const { format, mainFields, minify, keepNames, externalModules, esbuildArgs } = bundlingOf(name);
  const outfile = join(folder, `${name}.mjs`);
  const { outputFiles } = await build({
    entryPoints: [`lambdas/${name}.ts`],
    outfile,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format,
    mainFields,
    minify,
    keepNames,
    external: externalModules,
    alias: Object.fromEntries(esbuildArgs['--alias'].map((text) => text.split('='))),
    ...(FUNCTION_DEFINITIONS[name].containsServers && { inject: [join(folder, 'servers.mjs')] }),
  });
  const [{ contents, text }] = outputFiles as [(typeof outputFiles)[0]];
  return { outfile, contents, text };
}

describe('the bundle of', () => {
  it.each(FUNCTIONS)('%s has a bounded size', async (name) => {
    const { contents } = await bundled(name);
    expect(contents.byteLength / 1_000).toBeLessThan(MOST[name]);
    // A limit that nothing comes near to would notice nothing.
    expect(contents.byteLength / 1_000).toBeGreaterThan(MOST[name] * 0.8);
  });

  it.each(['token-injector', 'token-authorizer'] as const)(
    '%s has no zod, and no client of Lambda',
    async (name) => {
      const { text } = await bundled(name);
      expect(text).not.toMatch(/ZodError|InvokeWithResponseStream/);
      expect((await bundled('connect')).text).toMatch(/ZodError/);
    },
  );
});

it('the first answer of token-injector loads nothing of fetch, whether it verifies its caller or not', async () => {
  const { outfile, contents } = await bundled('token-injector');
  await writeFile(outfile, contents);
  const { verifying, trusting } = await environmentsWithTls(standIns, folder);
  for (const environment of [verifying, trusting])
    expect(await startOnce(outfile, environment)).toMatchObject({ loadsFetch: false });
  await writeFile(outfile, `globalThis.Response;\n${Buffer.from(contents)}`);
  expect(await startOnce(outfile, trusting)).toMatchObject({ loadsFetch: true });
});
