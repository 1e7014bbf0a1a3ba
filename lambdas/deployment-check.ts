import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import middy from '@middy/core';
import { codeDeployHook } from '../src/aws/code-deploy-hook.ts';
import { invokeFunction } from '../src/aws/invoke-function.ts';
import { checkDeployment } from '../src/broker/deployment/check-deployment.ts';
import { lastResort } from './last-resort.ts';
import { clock, log, variablesOf } from './process.ts';

const read = variablesOf('deployment-check');
// One attempt: if a version fails once, the alias must not move to it.
const lambda = new LambdaClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 18_000, throwOnRequestTimeout: true },
});
const ports = {
  versions: read('checkedVersions').split(' '),
  invoke: (version: string, request: object) => invokeFunction(lambda, version, { request }),
  report: codeDeployHook(new CodeDeployClient()),
  clock,
  log,
};

export const handler = middy((event: unknown) => checkDeployment(ports, event)).use(
  lastResort((): unknown => new Error('deployment-check failed')),
);
