/** Where a function's code comes from: esbuild at synth, or the package of the construct. */
import { Stage } from 'aws-cdk-lib';
import { LogLevel, type NodejsFunctionProps, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../src/contract/environment.ts';
import type { ServerRegistration } from '../src/contract/server-registration.ts';
import { serversDeclaration, serversModule } from './built-in-servers.ts';
import { pathOf, prebuiltCode } from './prebuilt.ts';

const HAS_SERVERS: readonly FunctionName[] = [
  'connections-api',
  'connect',
  'token-injector',
  'token-authorizer',
];

/**
 * Every tool call waits for these, and esbuild keeps names by a call for each function and class, at the start and whenever
 * one is made later. The others keep them for their logs: the errors of jose and oauth4webapi are named by their classes.
 */
const WAITED_FOR: readonly FunctionName[] = ['token-injector', 'token-authorizer'];

/** How a function becomes one file. `bench/` builds what it compares with in the same way. */
export function bundlingOf(name: FunctionName) {
  return { ...BUNDLING, keepNames: !WAITED_FOR.includes(name) };
}

const BUNDLING = {
  format: OutputFormat.ESM,
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  minify: true,
  // Lambda puts a function's credentials into its environment, where the SDK looks first. The places where it would look
  // next, and what tells browsers apart, are left out: a third of the SDK, and more of the time that it takes to load.
  externalModules: [
    '@aws-sdk/credential-provider-http',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
    '@smithy/credential-provider-imds',
    'bowser',
  ],
  esbuildArgs: { '--alias': `@smithy/core/event-streams=${pathOf('lambdas/no-event-streams.ts')}` },
};

/** In the repository its entry, for esbuild; in the package of the construct what esbuild made of it there. */
export function sourceOf(
  scope: Construct,
  name: FunctionName,
  servers: ServerRegistration[],
): NodejsFunctionProps {
  const declaration = HAS_SERVERS.includes(name) ? serversDeclaration(servers) : '';
  const code = prebuiltCode(name, declaration);
  if (code) return { code, handler: 'index.handler' };
  const folder = Stage.of(scope)?.outdir ?? pathOf('cdk.out');
  return {
    entry: pathOf(`lambdas/${name}.ts`),
    depsLockFilePath: pathOf('package-lock.json'),
    bundling: {
      ...bundlingOf(name),
      logLevel: LogLevel.WARNING,
      ...(declaration && { inject: [serversModule(folder, declaration)] }),
    },
  };
}
