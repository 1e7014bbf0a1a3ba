/**
 * The construct as another CDK app gets it: built, packed below `node_modules`, type-checked and synthesized there.
 * Covers cdk/build.ts, lib/prebuilt.ts, lib/functions/code/prebuilt-code.ts,
 * lib/functions/code/function-bundling.ts.
 */
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS, VARIABLE } from '../../src/contract/environment.ts';
import { resolve } from '../stack/resolve.ts';
import { cdkContext, type Resource } from '../stack/stage-template.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

const APP = `
import { Connections, type ConnectionsProps, StageError } from '@connections/cdk';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
const settings: ConnectionsProps = {
  name: 'acme',
  jwt: { issuer: 'https://id.acme.test', audience: 'connections', accessTokens: 'rfc9068' },
  hostedDashboard: { clientId: 'dashboard' },
  permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
  servers: [{
    id: 'crm-of-the-app', name: 'CRM "quoted" \`id\`', provider: 'google', allowedHosts: ['crm.acme.test'],
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    removeHeaders: [], binding: 'request', discovery: false, scopes: [],
  }],
};
const runtimes = new Stack(app, 'Runtimes', { env: { region: 'eu-central-1' } });
const runtime = new Role(runtimes, 'Runtime', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
const platform = new Stack(app, 'Platform', { env: { region: 'eu-central-1' } });
const connections = new Connections(platform, 'Connections', settings);
connections.grantInject(runtime);
const beside = new Role(platform, 'Beside', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
connections.grantInject(beside);

try {
  new Connections(platform, 'Other', { ...settings, name: 'Not A Name' });
  throw new Error('a wrong setting passed');
} catch (error) {
  if (!(error instanceof StageError)) throw error;
}
// @ts-expect-error: there is no such rule
const wrong: ConnectionsProps['callerToken'] = 'never';
void wrong;
try {
  app.synth();
} catch (error) {
  // The report has the findings.
  if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error;
}
`;

const folder = mkdtempSync(join(tmpdir(), 'connections-embed-'));
const out = join(folder, 'out');
beforeAll(async () => {
  const installed = join(folder, 'node_modules', '@connections', 'cdk');
  mkdirSync(join(installed, '..'), { recursive: true });
  await run(process.execPath, ['cdk/build.ts', installed], { cwd: ROOT });
  // What its package.json asks for, and what the app itself uses.
  for (const name of ['aws-cdk-lib', 'constructs', 'zod', 'cdk-nag'])
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'app.ts'), APP);
  const { CDK_DEFAULT_ACCOUNT: _, ...env } = process.env;
  const context = { ...cdkContext(), 'aws:cdk:bundling-stacks': ['**'] };
  await run(process.execPath, ['app.ts'], {
    cwd: folder,
    // Without the repository's tools on its path.
    env: { ...env, PATH: '/usr/bin:/bin', CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string) => JSON.parse(readFileSync(join(out, file), 'utf8'));
const resources = (stack: string): [string, Resource][] =>
  Object.entries(read(`${stack}.template.json`).Resources);
const functions = () =>
  resources('Platform').filter(
    ([id, { Type }]) => Type === 'AWS::Lambda::Function' && !id.startsWith('CustomCDKBucketDeployment'),
  );
const nameOf = (id: string) =>
  FUNCTIONS.find((name) => id.startsWith(`Connections${name.replaceAll('-', '')}Function`));
const bundleOf = ({ Properties }: Resource) =>
  join(out, `asset.${Properties.Code.S3Key.replace(/\.zip$/, '')}`, 'index.mjs');

describe('the app', () => {
  it('passes the compiler with the package’s types', async () => {
    const options = '--noEmit --strict --skipLibCheck --module nodenext --target es2024 --types node'.split(
      ' ',
    );
    const types = ['--typeRoots', join(ROOT, 'node_modules', '@types')];
    await run(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, ...types, 'app.ts'],
      {
        cwd: folder,
      },
    );
  }, 60_000);

  it('passes both packs of cdk-nag without a word of its own', () => {
    const reports: { pluginName: string; violations: { ruleName: string }[] }[] =
      read('validation-report.json').pluginReports;
    expect(reports.map(({ pluginName }) => pluginName)).toEqual(
      expect.arrayContaining(['AwsSolutions', 'Serverless']),
    );
    expect(reports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName))).toEqual([]);
  });

  /** They come with settings that this app does not set. */
  const ABSENT: readonly string[] = ['token-authorizer', 'mcp-endpoint', 'mcp-sign-in'];

  it('has every function, with the bundle of the package, which loads', async () => {
    const made = functions().map(([id]) => nameOf(id));
    expect(made.sort()).toEqual(FUNCTIONS.filter((name) => !ABSENT.includes(name)).sort());
    const before = { ...process.env };
    for (const [, resource] of functions()) {
      for (const variable of Object.values(VARIABLE)) delete process.env[variable];
      Object.assign(process.env, resolve(resource.Properties.Environment.Variables), {
        AWS_REGION: 'eu-central-1',
      });
      const { handler } = await import(/* @vite-ignore */ pathToFileURL(bundleOf(resource)).href);
      expect(handler).toBeTypeOf('function');
    }
    process.env = before;
  });

  it('has its own servers in the bundles that look them up, and in no other', () => {
    const holders = functions().filter(([, one]) =>
      readFileSync(bundleOf(one), 'utf8').includes('crm-of-the-app'),
    );
    expect(holders.map(([id]) => nameOf(id)).sort()).toEqual([
      'connect',
      'connections-api',
      'token-injector',
    ]);
  });

  it('uploads the dashboard of the package, and has its function at CloudFront', () => {
    const assets = readdirSync(out).filter((name) => /^asset\.\w+$/.test(name));
    expect(assets.map((name) => readdirSync(join(out, name)).sort())).toContainEqual(
      expect.arrayContaining(['api.html', 'icon.svg', 'index.html', 'silent.html']),
    );
    const edge = resources('Platform').filter(([, { Type }]) => Type === 'AWS::CloudFront::Function');
    expect(edge.map(([, { Properties }]) => Properties.FunctionCode)).toEqual([
      readFileSync(join(ROOT, 'lib', 'dashboard', 'page-addresses.js'), 'utf8'),
    ]);
  });
});

describe('grantInject', () => {
  const injector = () => functions().find(([id]) => nameOf(id) === 'token-injector')?.[0];

  it.each([
    ['beside it', 'Platform', 'Beside'],
    ['of another stack', 'Runtimes', 'Runtime'],
  ])('lets a role %s invoke token-injector, and nothing else', (_, stack, role) => {
    const [, policy] = resources(stack).find(([id]) => id.startsWith(`${role}DefaultPolicy`)) ?? [];
    const [statement, ...others] = policy?.Properties.PolicyDocument.Statement ?? [];
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Action: 'lambda:InvokeFunction', Effect: 'Allow' });
    expect(JSON.stringify(statement.Resource)).toContain(injector());
  });

  it('touches no role of the app’s own: the permissions boundary is for the construct’s alone', () => {
    const roles = (stack: string) => resources(stack).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
    const bounded = (stack: string) =>
      roles(stack).filter(([, { Properties }]) => Properties.PermissionsBoundary !== undefined);
    expect(bounded('Runtimes')).toEqual([]);
    const free = roles('Platform').filter(([id]) => !id.startsWith('Connections'));
    expect(free.map(([id]) => id)).toEqual([expect.stringMatching(/^Beside/)]);
    expect(bounded('Platform').length).toBe(roles('Platform').length - 1);
  });
});
