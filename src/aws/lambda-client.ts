import { LambdaClient } from '@aws-sdk/client-lambda';
import { LIMITS } from '../broker/limits.ts';

const { connect, answer } = LIMITS.refresherTimeouts;

/**
 * A client to invoke token-refresh. It makes one attempt: after a lost answer the refresh still runs and holds the lease.
 */
export function lambdaClient(): LambdaClient {
  return new LambdaClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: connect, requestTimeout: answer, throwOnRequestTimeout: true },
  });
}
