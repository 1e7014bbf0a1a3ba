/**
 * The bus of EventBridge. One request needs no client of its own: the SDK's signer is in every bundle, and the client of
 * EventBridge would be loaded at every cold start for the rare occasion that something is told.
 */
import { SignatureV4 } from '@smithy/signature-v4';
import type { Events, Told } from '../broker/ports.ts';
import { type ConnectionEvent, EVENT_SOURCE } from '../contract/events.ts';
import { requestHandler } from './request-handler.ts';
import { Sha256 } from './sha256.ts';

type Signing = ConstructorParameters<typeof SignatureV4>[0];

export interface EventBusOptions extends Pick<Signing, 'credentials'> {
  /** Its name. */
  bus: string;
  /** Name of the stage. */
  environment: string;
  /** Of the bus, as the SDK's clients know it. */
  region: () => Promise<string>;
  /** Where EventBridge is, if not at AWS. */
  endpoint?: string | undefined;
}

/** What was done waits no longer than this to be told. Within a Region an answer takes some ten milliseconds. */
const TIMEOUTS = { connect: 500, silence: 1_000 };

export function eventBus(options: EventBusOptions): Events {
  const { bus, credentials, region, endpoint } = options;
  const handler = requestHandler(TIMEOUTS);
  const signer = new SignatureV4({ service: 'events', credentials, region, sha256: Sha256 });
  return {
    async send(told) {
      const detail = detailOf(told, options.environment);
      const entry = {
        EventBusName: bus,
        Source: EVENT_SOURCE,
        DetailType: told.type,
        Detail: JSON.stringify(detail),
        Time: told.at / 1_000,
      };
      const url = new URL(endpoint ?? `https://events.${await region()}.amazonaws.com`);
      const { response } = await handler.handle(await signer.sign(request(url, { Entries: [entry] })));
      judge(response);
    },
  };
}

function detailOf({ at, ...told }: Told, environment: string): ConnectionEvent {
  return { version: '1', ...told, at: new Date(at).toISOString(), environment };
}

/** AWS JSON 1.1, as the API reference of PutEvents describes it. */
function request({ protocol, hostname, port, host }: URL, body: object) {
  return {
    method: 'POST',
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: '/',
    query: {},
    headers: {
      host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSEvents.PutEvents',
    },
    body: JSON.stringify(body),
  };
}

/** EventBridge answers 200 also where it took nothing, and says so inside. */
function judge({ statusCode, body }: { statusCode: number; body: Uint8Array }): void {
  const answer = JSON.parse(Buffer.from(body).toString('utf8')) as {
    __type?: string;
    FailedEntryCount?: number;
    Entries?: { ErrorCode?: string }[];
  };
  if (statusCode === 200 && answer.FailedEntryCount === 0) return;
  throw new EventBusError(answer.__type?.split('#').at(-1) ?? answer.Entries?.[0]?.ErrorCode);
}

/** Its name is EventBridge's code for what was wrong. */
class EventBusError extends Error {
  constructor(code = 'EventBusError') {
    super('the event was not taken');
    this.name = code;
  }
}
