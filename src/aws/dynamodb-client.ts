/** The DynamoDB client of the functions. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LIMITS } from '../broker/limits.ts';
import { requestHandler } from './request-handler.ts';
import { Sha256 } from './sha256.ts';

/**
 * A client for one process. Region, credentials and endpoint come from the environment (`AWS_ENDPOINT_URL_DYNAMODB`
 * locally), so nothing here can point a deployed function elsewhere.
 */
export function dynamoDBClient(): DynamoDBClient {
  const client = new DynamoDBClient({
    // Three attempts of three seconds stay below the 12 s that the injector waits for a refresh. A repeated write is
    // recognised by its write id. The SDK's own default is four.
    maxAttempts: 3,
    // Within a Region a connection takes milliseconds, and an answer of DynamoDB rarely more than ten.
    requestHandler: requestHandler(LIMITS.tableTimeouts),
    sha256: Sha256,
    // Sorts the middleware once a command instead of once a call. It is complete when this function returns.
    cacheMiddleware: true,
  });
  leaveOut(client);
  return client;
}

/**
 * What the SDK would do again at every call, and DynamoDB has no use for: build a signer, put the user agent together, and
 * hand on Lambda's trace id, by which only services that invoke functions find loops. With the options above it is a third
 * of a call's CPU (`npm run bench -- inject`).
 */
function leaveOut({ config, middlewareStack }: DynamoDBClient): void {
  const { signer } = config;
  let made: ReturnType<typeof signer> | undefined;
  // Region and service are the client's and never change; credentials are asked for at each signature.
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
