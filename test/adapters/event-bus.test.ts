/**
 * The event bus's requests, against a stand-in that plays EventBridge's answers, and against moto where it is.
 * Covers src/aws/event-bus.ts, src/contract/events.ts.
 */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventBus } from '../../src/aws/event-bus.ts';
import { requestHandler } from '../../src/aws/request-handler.ts';
import type { EventToPublish } from '../../src/broker/ports.ts';
import { ConnectionEvent } from '../../src/contract/events.ts';
import { presentBackends, type Running } from '../backends/backend.ts';
import { moto } from '../backends/moto.ts';
import { uuidV7 } from './samples.ts';

const AT = Date.UTC(2026, 10, 25, 12);
const event: EventToPublish = {
  id: uuidV7(1),
  at: AT,
  type: 'reauthorization_required',
  workspaceId: 'acme',
  connectionId: 'google~sales',
  provider: 'google',
  outcome: 'grant_revoked',
};
const IMPATIENT = { connect: 200, silence: 300 };
/** No wait of the client's own: the limit of the test or hook ends it. */
const UNBOUNDED = { connect: 0, silence: 0 };
const clientAt = (endpoint: string, waits: typeof IMPATIENT, maxAttempts = 1) =>
  new EventBridgeClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' },
    maxAttempts,
    requestHandler: requestHandler(waits),
  });
const busAt = (endpoint: string, { bus = 'connections-test', waits = IMPATIENT } = {}) =>
  eventBus({ bus, environment: 'test', client: clientAt(endpoint, waits) });

describe('the event bus', () => {
  let seen: { headers: IncomingHttpHeaders; body: string }[] = [];
  /** Undefined: silence. */
  let answer: { status: number; body: string } | undefined;
  const server = createServer(async (request, response) => {
    seen.push({ headers: request.headers, body: await text(request) });
    if (answer) response.writeHead(answer.status).end(answer.body);
  });
  let endpoint: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen = [];
    answer = { status: 200, body: '{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}' };
  });

  it('is sent one signed request, with an event of the contract and nothing else', async () => {
    await busAt(endpoint).publish(event);
    const [{ headers, body } = expect.fail('nothing was sent')] = seen;
    expect(headers).toMatchObject({
      'x-amz-target': 'AWSEvents.PutEvents',
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-security-token': 'session',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/events\/aws4_request, SignedHeaders=[\w;-]*host[\w;-]*, Signature=[0-9a-f]{64}$/,
      ),
    });
    const { Entries } = JSON.parse(body);
    expect(Entries).toEqual([
      {
        EventBusName: 'connections-test',
        Source: 'connections',
        DetailType: 'reauthorization_required',
        Detail: expect.any(String),
        Time: AT / 1_000,
      },
    ]);
    expect(ConnectionEvent.parse(JSON.parse(Entries[0].Detail))).toEqual({
      ...event,
      at: '2026-11-25T12:00:00.000Z',
      version: '1',
      environment: 'test',
    });
    expect(seen).toHaveLength(1);
  });

  it.each<[string, { status: number; body: string }, string]>([
    [
      'did not take it',
      { status: 200, body: '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure"}]}' },
      'InternalFailure',
    ],
    [
      'refuses',
      { status: 400, body: '{"__type":"com.amazon#AccessDeniedException"}' },
      'AccessDeniedException',
    ],
    ['fails', { status: 500, body: '{}' }, 'Unknown'],
    ['answers with something else', { status: 200, body: '<html>' }, 'SyntaxError'],
  ])('rejects once where EventBridge %s', async (_, given, name) => {
    answer = given;
    await expect(busAt(endpoint).publish(event)).rejects.toMatchObject({ name });
    expect(seen).toHaveLength(1);
  });

  it('T180: rejects where nobody answers', async () => {
    answer = undefined;
    await expect(busAt(endpoint).publish(event)).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(busAt('http://127.0.0.1:9').publish(event)).rejects.toThrow();
  });
});

describe.each(presentBackends('event bus', [moto]))('the event bus of $name', ({ start }) => {
  let running: Running;
  // moto loads a service at its first request, which takes many seconds on a busy machine. The request of the test is sent only
  // when another one was answered, at one of three attempts; the hook's own limit bounds the wait.
  beforeAll(async () => {
    running = await start();
    await clientAt(running.endpoint, UNBOUNDED, 3).send(new ListEventBusesCommand({}));
  }, 240_000);
  afterAll(() => running?.close());

  it('accepts an event', { timeout: 120_000 }, async () => {
    await busAt(running.endpoint, { bus: 'default', waits: UNBOUNDED }).publish(event);
  });
});
