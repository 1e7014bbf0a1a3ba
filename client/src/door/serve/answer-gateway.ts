/** Decides what a gateway gets: the headers of one operation, or a refusal. Nothing of a client's request names a server. */
import { WORKSPACE_HEADER } from '../../../../src/contract/authorizer.ts';
import type { Operation } from '../../../../src/contract/injection-messages.ts';
import { InjectorUnreachable, NotInjected } from '../../errors.ts';
import type { Injector } from '../../injector.ts';
import { LIMITS } from '../../limits.ts';
import type { DoorConfig, DoorGateway, DoorServer } from '../config/door-config.ts';
import { askedOperation, type ClientRequest } from '../operation/asked-operation.ts';
import { type AskingRequest, plainHeader } from './asking-request.ts';
import { callerToken } from './caller-token.ts';
import { deliverableHeaders } from './deliverable-headers.ts';
import { type DoorRefusal, refusalFor } from './door-refusal.ts';
import { workspaceOfCaller } from './workspace-of-caller.ts';

export interface AnswerPorts {
  config: Pick<DoorConfig, 'workspaceClaim'>;
  injector: Pick<Injector, 'inject'>;
  now(): number;
}

/** A question of a known gateway for one of its servers. */
export interface Question {
  request: AskingRequest;
  gateway: DoorGateway;
  server: DoorServer;
  /** `false`: the body cannot be judged. */
  body: Uint8Array | undefined | false;
  /** Ends when the gateway no longer waits. */
  signal: AbortSignal;
}

export type GatewayAnswer =
  | { status: 200; headers: [name: string, value: string][] }
  | { status: 401 | 403 | 405; refusal: DoorRefusal };

/** Answers with at most one operation id. Rejects only if the signal is aborted. */
export async function answerGateway(ports: AnswerPorts, question: Question): Promise<GatewayAnswer> {
  const { request, gateway, server, signal } = question;
  const method = clientsMethod(request, gateway);
  if (method === false) return { status: 405, refusal: refusalFor('invalid_request') };
  const caller = callerToken(plainHeader(request, gateway.callerHeader), ports.now());
  if (!caller) return { status: 401, refusal: refusalFor('caller_not_authorized') };
  const said = { method, ...mcpHeaders(request), body: question.body };
  const asked = plainHeader(request, WORKSPACE_HEADER);
  if (asked === false || !isReadable(said)) return refused('invalid_request');
  const workspace = workspaceOfCaller(caller, asked, { ...ports.config, server });
  if ('refusal' in workspace) return refused(workspace.refusal);
  const operation = askedOperation(said, server);
  if ('refusal' in operation) return refused(operation.refusal);
  const about = { server: server.id, host: server.url.host, ...operation };
  return inject(ports, { ...workspace, callerToken: caller.text, operation: about }, { server, signal });
}

const refused = (reason: DoorRefusal['reason']): GatewayAnswer => ({
  status: 403,
  refusal: refusalFor(reason),
});

/** Undefined: the gateway does not say it. `false`: no method of MCP, such as HEAD, for which nothing is spent (T209). */
function clientsMethod(
  request: AskingRequest,
  { forwardsMethod }: DoorGateway,
): ClientRequest['method'] | false {
  if (!forwardsMethod) return undefined;
  const method = plainHeader(request, 'X-Forwarded-Method');
  return method === 'POST' || method === 'GET' || method === 'DELETE' ? method : false;
}

function mcpHeaders(request: AskingRequest) {
  return {
    protocolVersion: plainHeader(request, 'MCP-Protocol-Version'),
    mcpMethod: plainHeader(request, 'Mcp-Method'),
    mcpName: plainHeader(request, 'Mcp-Name'),
  };
}

type Said = { [Member in keyof ClientRequest]: ClientRequest[Member] | false };

/** A header that was sent twice, or a body that was cut, can be read in two ways. */
const isReadable = (said: Said): said is ClientRequest =>
  Object.values(said).every((value) => value !== false);

type WithoutId<Each> = Each extends Operation ? Omit<Each, 'id'> : never;

async function inject(
  { injector, now }: AnswerPorts,
  request: { workspaceId: string; callerToken: string; operation: WithoutId<Operation> },
  { server, signal }: Pick<Question, 'server' | 'signal'>,
): Promise<GatewayAnswer> {
  try {
    const budget = { idsLeft: 1, until: now() + LIMITS.retryWindow };
    const injection = await injector.inject(request, { signal, budget });
    const judged = deliverableHeaders(injection, server, now());
    return 'refusal' in judged ? refused(judged.refusal) : { status: 200, headers: judged.headers };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NotInjected) return { status: 403, refusal: error.refusal };
    if (error instanceof InjectorUnreachable) return refused('temporarily_unavailable');
    throw error;
  }
}
