import { functionInvoker } from '../src/aws/invoke-function.ts';
import { LIMITS } from '../src/broker/limits.ts';
import { createServerFetch } from '../src/egress/server-fetch.ts';
import { createServerTrial } from '../src/http/server-trial.ts';
import { httpHandler } from './http-handler.ts';
import { clock, lambdaAddress, log, meter, newCorrelationId, random, variablesOf } from './process.ts';
import { verifyCallerOf } from './verify-caller.ts';

const read = variablesOf('server-trial');
const invoke = functionInvoker(lambdaAddress(), LIMITS.trialInjector);

export const handler = httpHandler(
  createServerTrial(
    {
      invokeInjector: (request) => invoke(read('injectorFunction'), { request }),
      serverFetch: createServerFetch({ deadline: LIMITS.trial, maxBody: LIMITS.trialAnswer }),
      clock,
      random,
      log,
    },
    { log, meter, newCorrelationId, verifyCaller: verifyCallerOf(read) },
  ),
);
