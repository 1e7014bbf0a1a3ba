/** The DynamoDB client of the functions. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LIMITS } from '../broker/limits.ts';
import { requestHandler } from './request-handler.ts';
import { Sha256 } from './sha256.ts';

/**
 * A client for one process. Region, credentials and endpoint come from the environment variables of the SDK, such as
 * `AWS_ENDPOINT_URL_DYNAMODB`.
 */
export function dynamoDBClient(): DynamoDBClient {
  const client = new DynamoDBClient({
    // Three attempts of three seconds take less than the 12 s for which the injector waits for a refresh. The write id makes
    // a repeated write safe.
    maxAttempts: 3,
    // Within a Region a new connection takes milliseconds, and DynamoDB rarely needs more than ten to answer.
    requestHandler: requestHandler(LIMITS.tableTimeouts),
    sha256: Sha256,
    // The SDK then sorts the middleware once for each kind of command, not at each call. No middleware is added later.
    cacheMiddleware: true,
  });
  removeUnusedWork(client);
  return client;
}

/**
 * Removes work that the SDK does at every call and that DynamoDB does not need: it builds a signer, builds the user agent, and
 * passes on Lambda's trace id, which detects loops between functions. With the options above this saves a third of a call's
 * CPU time (`npm run bench -- inject`).
 */
function removeUnusedWork({ config, middlewareStack }: DynamoDBClient): void {
  const { signer } = config;
  let made: ReturnType<typeof signer> | undefined;
  // A signer can be reused: region and service never change, and it reads the credentials at each signature.
  config.signer = (scheme) => {
    made ??= signer(scheme).catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  middlewareStack.remove('getUserAgentMiddleware');
  middlewareStack.remove('recursionDetectionMiddleware');
}
