import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { eventBus } from '../src/aws/event-bus.ts';
import type { Events } from '../src/broker/ports.ts';
import type { Variables } from './process.ts';

/** With Region and credentials as the process's DynamoDB client finds them. */
export function eventsOf(read: Variables, { config }: DynamoDBClient): Events {
  return eventBus({
    bus: read('eventBus'),
    environment: read('stage'),
    region: config.region,
    credentials: config.credentials,
    // What the SDK's own clients look at; no deployed function has it (test/stack/functions.test.ts).
    endpoint: process.env.AWS_ENDPOINT_URL_EVENTBRIDGE ?? process.env.AWS_ENDPOINT_URL,
  });
}
