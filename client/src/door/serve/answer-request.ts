/** One request to a door, from its first check to its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Injector } from '../../injector.ts';
import type { System } from '../../system.ts';
import type { DoorConfig, DoorGateway, DoorServer } from '../config/door-config.ts';
import { answerGateway, type GatewayAnswer } from './answer-gateway.ts';
import { askedBody } from './asked-body.ts';
import { type AskingRequest, askingRequest } from './asking-request.ts';
import { refusalFor } from './door-refusal.ts';
import type { KeptRefusals } from './kept-refusals.ts';
import { knownGateway } from './known-gateway.ts';
import { outcomeOf, writeInjected, writeJson, writeRefused } from './write-answer.ts';

export interface DoorPorts {
  config: DoorConfig;
  injector: Pick<Injector, 'inject'>;
  system: Pick<System, 'now' | 'randomBytes'>;
  refusals: KeptRefusals;
  /** Gets one line of each answer; it holds no text of a client. */
  log: (fields: Record<string, string>) => void;
}

interface Exchange {
  incoming: IncomingMessage;
  response: ServerResponse;
  /** The values of `Host` that name this door. */
  ownHosts: ReadonlySet<string>;
}

/** Answers, also where something fails: a gateway that gets no answer would wait. */
export async function answerRequest(ports: DoorPorts, exchange: Exchange): Promise<void> {
  const { response } = exchange;
  try {
    await answer(ports, exchange);
  } catch {
    // The error may hold anything, so nothing of it is shown.
    ports.log({ outcome: 'failed' });
    if (response.headersSent) response.destroy();
    else writeRefused(response, { status: 403, refusal: refusalFor('temporarily_unavailable') });
  }
}

async function answer(ports: DoorPorts, exchange: Exchange): Promise<void> {
  const { response } = exchange;
  const request = askingRequest(exchange.incoming);
  const gateway = knownGateway(request, ports.config.gateways, exchange.ownHosts);
  if (!gateway)
    return refuse(ports, response, { status: 403, refusal: refusalFor('gateway_not_authorized') });
  const kept = /^\/refusals\/([0-9a-f]{32})$/.exec(request.target)?.[1];
  if (kept !== undefined && request.method === 'GET')
    return giveRefusal(ports, response, { gateway, id: kept });
  if (request.method !== 'GET' && request.method !== 'POST')
    return refuse(ports, response, { status: 405, refusal: refusalFor('invalid_request') });
  const server = serverAt(request, ports.config);
  if (!server) return refuse(ports, response, { status: 403, refusal: refusalFor('unknown_server') });
  if (!gateway.servers.has(server.id))
    return refuse(ports, response, { status: 403, refusal: refusalFor('gateway_not_authorized') });
  const given = await decide(ports, exchange, { request, gateway, server });
  ports.log({ gateway: gateway.name, server: server.id, outcome: outcomeOf(given) });
  if (given.status === 200) return writeInjected(response, given.headers);
  const keep = gateway.fetchesRefusals
    ? (body: string) => ports.refusals.keep(gateway.name, body)
    : undefined;
  writeRefused(response, given, { server, keep });
}

/** One exact segment, byte for byte: what a client wrote is never decoded, cut or joined (T205). */
function serverAt({ target }: AskingRequest, { servers }: DoorConfig): DoorServer | undefined {
  const prefix = '/authorize/';
  return target.startsWith(prefix) ? servers.get(target.slice(prefix.length)) : undefined;
}

async function decide(
  ports: DoorPorts,
  { incoming, response }: Exchange,
  asked: { request: AskingRequest; gateway: DoorGateway; server: DoorServer },
): Promise<GatewayAnswer> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body = await askedBody(asked.request, incoming);
  const { config, injector, system } = ports;
  return answerGateway({ config, injector, now: system.now }, { ...asked, body, signal: gone.signal });
}

function refuse(
  ports: DoorPorts,
  response: ServerResponse,
  refused: Exclude<GatewayAnswer, { status: 200 }>,
): void {
  ports.log({ outcome: refused.refusal.reason });
  // A body that nobody reads would be taken for the next request.
  response.setHeader('Connection', 'close');
  writeRefused(response, refused);
}

function giveRefusal(
  { refusals }: DoorPorts,
  response: ServerResponse,
  { gateway, id }: { gateway: DoorGateway; id: string },
): void {
  const body = refusals.take(gateway.name, id);
  if (body === undefined)
    writeRefused(response, { status: 403, refusal: refusalFor('temporarily_unavailable') });
  else writeJson(response, 403, body);
}
