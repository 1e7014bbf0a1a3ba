/**
 * The injector as API Gateway's authorizer (design section 7): a request to an MCP server in, the token for it out, as an
 * IAM policy with a context. Who calls, and in which workspace, is what the caller's own token says.
 */
import { FORWARDED_HEADERS, placementKey } from '../../contract/authorizer.ts';
import type { Injection } from '../../contract/injection-messages.ts';
import type { ServerRegistration } from '../../contract/server-registration.ts';
import type { Caller } from '../caller.ts';
import type { VerifyCaller } from '../caller-from-claims.ts';
import { Problem } from '../errors.ts';
import { answerInjection } from '../inject/answer-injection.ts';
import { failClosed } from '../inject/fail-closed.ts';
import type { InjectPorts } from '../inject/inject-ports.ts';
import {
  type About,
  type AuthorizerAnswer,
  allow,
  deny,
  EVERYTHING,
  isDeliverable,
} from './authorizer-answer.ts';
import { denialOf } from './authorizer-denial.ts';
import { type GatewayRequest, headerOf, readGatewayRequest } from './gateway-request.ts';
import { type Asked, injectionByHeaders, type ProxiedServers } from './injection-by-headers.ts';

export type AuthorizerPorts = InjectPorts & ProxiedServers & { verifyCaller: VerifyCaller };

/** `unauthorized`: no good caller token, for which API Gateway has a 401. All else that is wrong is a Deny. */
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
    const asked = injectionByHeaders(ports, request, { caller, callerToken });
    return await authorized(ports, request, { about: { methodArn, caller }, asked });
  } catch (error) {
    return deny({ methodArn }, failClosed(ports, { server }, error).context);
  }
}

/** RFC 6750 section 2.1, and no longer than the injector takes one. */
function bearerToken(request: GatewayRequest): string | undefined {
  return /^bearer ([\x21-\x7e]{1,8192})$/i.exec(headerOf(request, 'Authorization') ?? '')?.[1];
}

/** Undefined for a token that is not good. Rejects where the keys to look with cannot be had: they accuse nobody. */
async function verifiedCaller({ verifyCaller }: AuthorizerPorts, token: string): Promise<Caller | undefined> {
  try {
    return await verifyCaller(token);
  } catch (error) {
    if (error instanceof Problem && error.code === 'unauthenticated') return undefined;
    throw error;
  }
}

async function authorized(
  ports: AuthorizerPorts,
  request: GatewayRequest,
  { about, asked }: { about: About & { caller: Caller }; asked: Asked },
): Promise<AuthorizerAnswer> {
  if ('refusal' in asked) {
    ports.log.info('authorization', { server: request.serverId, outcome: asked.refusal });
    return deny(about, denialOf(ports, asked.refusal));
  }
  // Verified above; once is enough.
  const verifyCaller = async () => about.caller;
  const answer = await answerInjection({ ...ports, verifyCaller }, asked.injection);
  if (!answer.isAuthorized) return deny(about, answer.context);
  const context = { ...forwarded(request), ...placed(asked.registration, answer.context) };
  if (isDeliverable(context)) return allow(about, context);
  ports.log.warn('not_delivered', { server: request.serverId, outcome: 'not_deliverable' });
  return deny(about, denialOf(ports, 'not_deliverable'));
}

/** MCP's own headers, as they were judged. */
function forwarded(request: GatewayRequest): Record<string, string> {
  const told = Object.entries(FORWARDED_HEADERS).map(([name, key]) => [key, headerOf(request, name)]);
  return Object.fromEntries(told.filter(([, value]) => value));
}

/** The API maps each placement by its position to the header that it names (lib/http/mcp-integration.ts). */
function placed({ placements }: ServerRegistration, { headers }: Injection): Record<string, string> {
  return Object.fromEntries(placements.map(({ name }, index) => [placementKey(index), headers[name] ?? '']));
}
