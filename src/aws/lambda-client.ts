import { LambdaClient } from '@aws-sdk/client-lambda';

/**
 * For invoking token-refresh: one attempt, since the refresh behind a lost answer goes on and holds the lease, and 12
 * seconds, which its provider deadline and writes fit into.
 */
export function lambdaClient(): LambdaClient {
  return new LambdaClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 12_000, throwOnRequestTimeout: true },
  });
}
