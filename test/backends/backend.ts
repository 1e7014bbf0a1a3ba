/** Stand-ins for AWS that the contract suites run against. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface Running {
  endpoint: string;
  close(): Promise<void>;
}

export interface Backend {
  name: string;
  /** Whether conditional writes of one item exclude each other, as DynamoDB's do. */
  serialisesWrites: boolean;
  /** Why it cannot run on this machine; undefined if it can. */
  absence(): string | undefined;
  start(): Promise<Running>;
}

/** A client that reaches the backend and nothing else, whatever the environment holds. */
export function clientOf({ endpoint }: Pick<Running, 'endpoint'>): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

/** Prints one line per backend, run or not, and returns those that can run. A missing one is never skipped in silence. */
export function presentBackends(suite: string, backends: readonly Backend[]): Backend[] {
  return backends.filter((backend) => {
    const absence = backend.absence();
    const what = `${suite} on ${backend.name}`;
    console.log(absence === undefined ? `${what} runs` : `NOT RUN: ${what} (${absence})`);
    return absence === undefined;
  });
}
