import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import middy from '@middy/core';
import { codeDeployHook } from '../src/aws/code-deploy-hook.ts';
import { functionInvoker } from '../src/aws/invoke-function.ts';
import { checkDeployment } from '../src/broker/deployment/check-deployment.ts';
import { lastResort } from './last-resort.ts';
import { clock, lambdaAddress, log, variablesOf } from './process.ts';

const read = variablesOf('deployment-check');
// One attempt: if a version fails once, the alias must not move to it.
const invoke = functionInvoker(lambdaAddress(), { connect: 1_000, silence: 18_000 });
const ports = {
  versions: read('checkedVersions').split(' '),
  invoke: (version: string, request: object) => invoke(version, { request }),
  report: codeDeployHook(new CodeDeployClient()),
  clock,
  log,
};

export const handler = middy((event: unknown) => checkDeployment(ports, event)).use(
  lastResort((): unknown => new Error('deployment-check failed')),
);
