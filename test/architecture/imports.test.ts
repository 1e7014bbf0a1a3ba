import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importsOf, LAYERS, violationsOf } from './imports.ts';
import { sourcesIn } from './sources.ts';

const sources = sourcesIn([
  'src',
  'lambdas',
  'command-line',
  'local',
  'ops',
  'lib',
  'bin',
  'client',
  'clients',
  'dashboard',
  'examples',
]);
const imports = sources.flatMap(importsOf);

/** Undefined for files of the repository and for what Node brings. */
function packageOf(path: string): string | undefined {
  if (path.startsWith('node:') || /\.tsx?$/.test(path)) return undefined;
  const target = path.replace(/^node_modules\//, '');
  return target.split('/', target.startsWith('@') ? 2 : 1).join('/');
}

describe('imports', () => {
  it('go in the direction of the design', () => {
    expect(violationsOf(imports)).toEqual([]);
  });

  it('are really looked at', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(imports.length).toBeGreaterThan(900);
    const folders = Object.keys(LAYERS).filter((folder) => folder !== 'client/');
    for (const folder of folders) expect(imports.map(({ file }) => file).join('\n')).toContain(folder);
    // As many as there are statements, however they are written.
    const statements = sources.flatMap(
      ({ text }) => text.match(/^import\b|^} from '|^export .* from '/gm) ?? [],
    );
    expect(imports.length).toBeGreaterThan(statements.length * 0.8);
  });

  it('T072: bring no file and no other process near a token in AWS', () => {
    const reaching = /^node:(fs|os|child_process|worker_threads|cluster|sqlite)/;
    const near = imports.filter(({ file }) => /^(src|lambdas)\//.test(file));
    expect(near.length).toBeGreaterThan(400);
    expect(near.filter(({ target }) => reaching.test(target))).toEqual([]);
  });

  it('T184: bring in declared packages alone', () => {
    const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const names = imports
      .filter(({ file }) => /^(src|lambdas)\//.test(file))
      .map(({ target }) => packageOf(target))
      .filter((name) => name !== undefined);
    expect(names.length).toBeGreaterThan(40);
    const undeclared = [...new Set(names)].filter((name) => !Object.hasOwn(dependencies, name));
    expect(undeclared).toEqual([]);
  });

  it.each([
    ['the contract', 'src/contract/routes.ts', 'src/broker/ports.ts'],
    ['the contract', 'src/contract/routes.ts', 'node:crypto'],
    ['the vault', 'src/vault/vault.ts', 'src/broker/ports.ts'],
    ['the vault', 'src/vault/vault.ts', '@aws-sdk/client-kms'],
    ['OAuth', 'src/oauth/revoke-token.ts', 'src/broker/limits.ts'],
    ['OAuth', 'src/oauth/revoke-token.ts', 'src/providers/google.ts'],
    ['OAuth', 'src/oauth/revoke-token.ts', 'src/egress/provider-fetch.ts'],
    ['OAuth', 'src/oauth/revoke-token.ts', 'node:http'],
    ['a provider', 'src/providers/google.ts', 'src/vault/vault.ts'],
    ['a provider', 'src/providers/google.ts', 'node:crypto'],
    ['a use case', 'src/broker/inject/inject.ts', 'src/aws/invoke-function.ts'],
    ['a use case', 'src/broker/inject/inject.ts', 'src/http/guards.ts'],
    ['a use case', 'src/broker/inject/inject.ts', 'src/egress/provider-fetch.ts'],
    ['a use case', 'src/broker/inject/inject.ts', 'src/system/clock.ts'],
    ['a use case', 'src/broker/inject/inject.ts', '@aws-sdk/client-dynamodb'],
    ['a use case', 'src/broker/inject/inject.ts', 'dynalite'],
    ['a use case', 'src/broker/inject/inject.ts', 'node:http'],
    ['a use case', 'src/broker/inject/inject.ts', 'node:fs'],
    ['a use case', 'src/broker/inject/inject.ts', 'local/environment.ts'],
    ['HTTP', 'src/http/connect.ts', 'src/aws/table/connections.ts'],
    ['HTTP', 'src/http/connect.ts', 'src/oauth/token-endpoint.ts'],
    ['HTTP', 'src/http/connect.ts', 'aws-cdk-lib'],
    ['HTTP', 'src/http/connect.ts', '@hono/node-server'],
    ['an AWS adapter', 'src/aws/lambda-refresher.ts', 'src/http/guards.ts'],
    ['an AWS adapter', 'src/aws/lambda-refresher.ts', 'src/oauth/token-endpoint.ts'],
    ['an AWS adapter', 'src/aws/lambda-refresher.ts', 'aws-cdk-lib/aws-lambda'],
    ['the system', 'src/system/clock.ts', 'src/broker/limits.ts'],
    ['the egress', 'src/egress/provider-fetch.ts', 'src/oauth/token-endpoint.ts'],
    ['the egress', 'src/egress/provider-fetch.ts', 'src/broker/inject/inject.ts'],
    ['a construct', 'lib/table.ts', 'src/broker/limits.ts'],
    ['a construct', 'lib/table.ts', 'src/providers/catalogue.ts'],
    ['a construct', 'lib/table.ts', '@aws-sdk/client-dynamodb'],
    ['the app', 'bin/connections.ts', 'src/contract/routes.ts'],
    ['a function', 'lambdas/connect.ts', 'lib/table.ts'],
    ['a function', 'lambdas/connect.ts', 'local/ports.ts'],
    ['a function', 'lambdas/connect.ts', 'hono'],
    ['the local environment', 'local/ports.ts', 'lambdas/vault.ts'],
    ['the local environment', 'local/ports.ts', 'aws-cdk-lib/aws-lambda'],
    ['the dashboard', 'dashboard/src/api/api.ts', 'src/broker/limits.ts'],
    ['the dashboard', 'dashboard/src/api/api.ts', 'local/environment.ts'],
    ['the client', 'client/fetch.ts', 'src/vault/secret.ts'],
    ['the client', 'client/fetch.ts', 'aws-cdk-lib'],
    ['the endpoint', 'src/endpoint/endpoint.ts', 'src/broker/inject/inject.ts'],
    ['the endpoint', 'src/endpoint/endpoint.ts', 'src/vault/vault.ts'],
    ['the endpoint', 'src/endpoint/endpoint.ts', 'client/src/known-secrets.ts'],
    ['an example', 'examples/mcp-client/call-tool.ts', 'client/src/injector.ts'],
    ['an example', 'examples/mcp-client/call-tool.ts', 'local/mint-token.ts'],
    ['an example', 'examples/mcp-client/call.ts', 'local/environment.ts'],
    ['the command line', 'command-line/option.ts', 'src/contract/routes.ts'],
    ['a function', 'lambdas/connect.ts', 'command-line/from-command-line.ts'],
    ['anything', 'src/broker/inject/inject.ts', 'test/journeys/world.ts'],
    ['a new folder', 'src/helpers/x.ts', 'src/contract/routes.ts'],
    ['a look-alike folder', 'src/broker/inject/inject.ts', 'src/brokers/x.ts'],
    ['a look-alike package', 'src/contract/routes.ts', 'zod-evil'],
  ])('that break it are noticed: %s, %s → %s', (_who, file, target) => {
    expect(violationsOf([{ file, target }])).toEqual([`${file} imports ${target}`]);
  });

  it.each([
    ['src/contract/routes.ts', 'zod'],
    ['src/contract/routes.ts', 'src/contract/resources.ts'],
    ['src/vault/envelope.ts', 'node:crypto'],
    ['src/oauth/token-answer.ts', 'src/vault/secret.ts'],
    ['src/broker/inject/inject.ts', 'src/vault/vault.ts'],
    ['src/broker/ports.ts', 'src/providers/catalogue.ts'],
    ['src/http/connect.ts', 'src/broker/disconnect/end-connection.ts'],
    ['src/http/guards.ts', 'hono/body-limit'],
    ['src/aws/table/records.ts', '@aws-sdk/client-dynamodb'],
    ['src/system/clock.ts', 'src/broker/ports.ts'],
    ['src/egress/provider-fetch.ts', 'src/oauth/provider-fetch.ts'],
    ['lambdas/connect.ts', 'src/aws/table/connections.ts'],
    ['local/ports.ts', 'src/egress/provider-fetch.ts'],
    ['local/dynalite.ts', 'dynalite'],
    ['lib/table.ts', 'src/contract/table.ts'],
    ['lib/table.ts', 'aws-cdk-lib/aws-dynamodb'],
    ['bin/connections.ts', 'lib/stages.ts'],
    ['ops/apps.ts', 'command-line/from-command-line.ts'],
    ['dashboard/src/api/api.ts', 'src/contract/resources.ts'],
    ['src/endpoint/endpoint.ts', 'client/src/index.ts'],
    ['examples/mcp-client/call-tool.ts', 'client/src/index.ts'],
    ['examples/mcp-client/call.ts', 'local/mint-token.ts'],
  ])('that keep it are not: %s → %s', (file, target) => {
    expect(violationsOf([{ file, target }])).toEqual([]);
  });
});

describe('the reader of imports', () => {
  const read = (text: string) => importsOf({ file: 'src/broker/x.ts', text }).map(({ target }) => target);

  it.each([
    ["import a from 'a';", ['a']],
    ["import { a, type B } from '../http/b.ts';", ['src/http/b.ts']],
    ["import type { A } from './a.ts';", ['src/broker/a.ts']],
    ["import {\n  a,\n  b,\n} from '@aws-sdk/client-kms';", ['@aws-sdk/client-kms']],
    ["import * as a from 'node:http';", ['node:http']],
    ["import './side-effect.ts';", ['src/broker/side-effect.ts']],
    ["export { a } from './a.ts';", ['src/broker/a.ts']],
    ["export * from '../../lib/a.ts';", ['lib/a.ts']],
    ["const a = await import('dynalite');", ['dynalite']],
    ["const a = import(\n  /* why */ 'dynalite'\n);", ['dynalite']],
    ['import a from "double";', ['double']],
    ["import a from 'a';\nimport b from 'b';", ['a', 'b']],
    ["// import a from 'a';\n/* import b from 'b'; */\n", []],
    ["const text = 'from nowhere';\nexport const a = 'b';", []],
  ])('finds in %j', (text, targets) => {
    expect(read(text)).toEqual(targets);
  });
});
