/** DynamoDB Developer Guide, "Error handling with DynamoDB": errors of a request that the table has no capacity for. */
const THROTTLING = ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'];

/** Whether a request was refused for lack of capacity, after all attempts of the SDK. */
export function isThrottled(error: unknown): boolean {
  return error instanceof Error && THROTTLING.includes(error.name);
}
