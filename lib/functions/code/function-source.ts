/** Where the code of a function comes from: esbuild at synth, or the package of the construct. */
import { Stage } from 'aws-cdk-lib';
import { LogLevel, type NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../../src/contract/environment.ts';
import type { StageServer } from '../../../src/contract/servers/server-registration.ts';
import { pathOf } from '../../prebuilt.ts';
import { serversDeclaration, serversModule } from './built-in-servers.ts';
import { bundlingWith } from './bundling.ts';
import { prebuiltCode } from './prebuilt-code.ts';

export interface FunctionSource {
  /** The function's name; its entry is `lambdas/<name>.ts`. */
  readonly name: FunctionName;
  /** The operator's MCP servers, when the bundle contains them. */
  readonly servers: readonly StageServer[] | undefined;
  /** Whether the function must start fast. */
  readonly startsFast?: boolean;
}

/** In the repository the entry, for esbuild; in the package of the construct the bundle that esbuild made of the entry. */
export function sourceOf(
  scope: Construct,
  { name, servers, startsFast }: FunctionSource,
): NodejsFunctionProps {
  const declaration = servers ? serversDeclaration(servers) : '';
  const code = prebuiltCode(name, declaration);
  if (code) return { code, handler: 'index.handler' };
  const folder = Stage.of(scope)?.outdir ?? pathOf('cdk.out');
  return {
    entry: pathOf(`lambdas/${name}.ts`),
    depsLockFilePath: pathOf('package-lock.json'),
    bundling: {
      ...bundlingWith({ startsFast }),
      logLevel: LogLevel.WARNING,
      ...(declaration && { inject: [serversModule(folder, declaration)] }),
    },
  };
}
