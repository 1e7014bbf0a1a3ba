/**
 * The injector as API Gateway's authorizer: it takes a request to an MCP server and returns the token for it, as an IAM
 * policy with a context. The caller's own token alone says who calls, and in which workspaces.
 */
import { FORWARDED_HEADERS, placementKey } from '../../contract/authorizer.ts';
import type { Injection } from '../../contract/injection-messages.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import type { Caller } from '../caller.ts';
import type { VerifyCaller } from '../callers/caller-from-claims.ts';
import { Problem } from '../errors.ts';
import { answerInjection } from '../inject/answer-injection.ts';
import { failClosed } from '../inject/fail-closed.ts';
import type { InjectPorts } from '../inject/inject-ports.ts';
import {
  type AnsweredRequest,
  type AuthorizerAnswer,
  allow,
  deny,
  EVERYTHING,
  isDeliverable,
} from './authorizer-answer.ts';
import { denialOf } from './authorizer-denial.ts';
import { type GatewayRequest, headerOf, readGatewayRequest } from './gateway-request.ts';
import { type InjectionOrRefusal, injectionByHeaders, type ProxiedServers } from './injection-by-headers.ts';

/** The ports of the authorizer. */
export type AuthorizerPorts = InjectPorts & ProxiedServers & { verifyCaller: VerifyCaller };

/**
 * Answers an authorizer event. `unauthorized`: the caller token is not valid, which API Gateway answers with 401. Never
 * rejects.
 */
export async function authorizeRequest(
  ports: AuthorizerPorts,
  event: unknown,
): Promise<AuthorizerAnswer | 'unauthorized'> {
  const request = readGatewayRequest(event);
  if (!request) {
    ports.log.info('authorization', { outcome: 'invalid_request' });
    return deny(EVERYTHING, denialOf(ports, 'invalid_request'));
  }
  const { methodArn, serverId: server } = request;
  try {
    const callerToken = bearerToken(request);
    const caller = callerToken && (await verifiedCaller(ports, callerToken));
    if (!caller) {
      ports.log.info('authorization', { server, outcome: 'unauthorized' });
      return 'unauthorized';
    }
    const read = injectionByHeaders(ports, request, { caller, callerToken });
    return await decide(ports, request, { answered: { methodArn, caller }, read });
  } catch (error) {
    if (error instanceof Problem && error.code === 'workspace_claim_refused') {
      ports.log.info('authorization', { server, outcome: 'caller_not_authorized' });
      return deny({ methodArn }, denialOf(ports, 'caller_not_authorized'));
    }
    return deny({ methodArn }, failClosed(ports, { server }, error).context);
  }
}

/** The token of the header (RFC 6750 section 2.1), if it is no longer than the injector accepts. */
function bearerToken(request: GatewayRequest): string | undefined {
  return /^bearer ([\x21-\x7e]{1,8192})$/i.exec(headerOf(request, 'Authorization') ?? '')?.[1];
}

/** Undefined: the token is not valid. Rejects if the keys cannot be read: that says nothing about the token. */
async function verifiedCaller({ verifyCaller }: AuthorizerPorts, token: string): Promise<Caller | undefined> {
  try {
    return await verifyCaller(token);
  } catch (error) {
    if (error instanceof Problem && error.code === 'unauthenticated') return undefined;
    throw error;
  }
}

async function decide(
  ports: AuthorizerPorts,
  request: GatewayRequest,
  { answered, read }: { answered: AnsweredRequest & { caller: Caller }; read: InjectionOrRefusal },
): Promise<AuthorizerAnswer> {
  if ('refusal' in read) {
    ports.log.info('authorization', { server: request.serverId, outcome: read.refusal });
    return deny(answered, denialOf(ports, read.refusal));
  }
  // The token was verified above; once is enough.
  const verifyCaller = async () => answered.caller;
  const answer = await answerInjection({ ...ports, verifyCaller }, read.injection);
  if (!answer.isAuthorized) return deny(answered, answer.context);
  const context = { ...forwarded(request), ...placementContext(read.registration, answer.context) };
  if (isDeliverable(context)) return allow(answered, context);
  ports.log.warn('not_delivered', { server: request.serverId, outcome: 'not_deliverable' });
  return deny(answered, denialOf(ports, 'not_deliverable'));
}

/** MCP's own headers, with the values that were checked. */
function forwarded(request: GatewayRequest): Record<string, string> {
  const values = Object.entries(FORWARDED_HEADERS).map(([name, key]) => [key, headerOf(request, name)]);
  return Object.fromEntries(values.filter(([, value]) => value));
}

/** The API maps the placement at each position to the header of that placement (lib/http/mcp-integration.ts). */
function placementContext(
  { placements }: ServerRegistration,
  { headers }: Injection,
): Record<string, string> {
  return Object.fromEntries(placements.map(({ name }, index) => [placementKey(index), headers[name] ?? '']));
}
