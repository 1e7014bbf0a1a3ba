/** The DynamoDB client of the functions. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * A client for one process. Region, credentials and endpoint come from the environment (`AWS_ENDPOINT_URL_DYNAMODB`
 * locally), so nothing here can point a deployed function elsewhere.
 */
export function dynamoDBClient(): DynamoDBClient {
  return new DynamoDBClient({
    // Three attempts of three seconds stay below the 12 s that the injector waits for a refresh. A repeated write is
    // recognised by its write id. The SDK's own default is four.
    maxAttempts: 3,
    requestHandler: {
      // Within a Region a connection takes milliseconds, and an answer of DynamoDB rarely more than ten.
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      // Without this the SDK only logs a warning when the request times out, and goes on waiting.
      throwOnRequestTimeout: true,
      // `requestTimeout` ends with the answer's headers; this covers a body that stalls. The default is 5 minutes.
      socketTimeout: 3_000,
    },
  });
}
