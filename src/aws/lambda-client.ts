import { LambdaClient } from '@aws-sdk/client-lambda';
import { LIMITS } from '../broker/limits.ts';

const { connect, answer } = LIMITS.refresherTimeouts;

/**
 * For invoking token-refresh: one attempt, since the refresh behind a lost answer goes on and holds the
 * lease.
 */
export function lambdaClient(): LambdaClient {
  return new LambdaClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: connect, requestTimeout: answer, throwOnRequestTimeout: true },
  });
}
