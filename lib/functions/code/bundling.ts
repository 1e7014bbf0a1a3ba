/** How esbuild makes one file of a function. */
import { OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { pathOf } from '../../prebuilt.ts';

const BUNDLING = {
  format: OutputFormat.ESM,
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  minify: true,
  // Lambda puts a function's credentials into its environment, where the SDK looks first. The bundle leaves out the other
  // places where the SDK would look, and the code that recognises browsers: together they are a third of the SDK, and more
  // than a third of its loading time.
  externalModules: [
    '@aws-sdk/credential-provider-http',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
    '@smithy/credential-provider-imds',
    'bowser',
  ],
  esbuildArgs: {
    '--alias': [
      `@smithy/core/event-streams=${pathOf('lambdas/bundled/no-event-streams.ts')}`,
      `zod=${pathOf('lambdas/bundled/zod.ts')}`,
      // As the client of MCP names it.
      `zod/v4=${pathOf('lambdas/bundled/zod.ts')}`,
    ],
  },
};

/**
 * The bundling options. To keep names, esbuild adds a call for each function and class, which slows the start. Functions
 * that do not have to start fast keep them for their logs, where jose's and oauth4webapi's errors are named by their classes.
 */
export function bundlingWith({ startsFast = false }: { readonly startsFast?: boolean }) {
  return { ...BUNDLING, keepNames: !startsFast };
}
