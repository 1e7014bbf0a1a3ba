/**
 * What a REST API does with a request, out of its template: asks the authorizer, maps what it answers, maps what the
 * server answers. A model of the documentation in the few forms that lib/http/mcp-integration.ts uses, and not API Gateway.
 */
import type { AuthorizerAnswer } from '../../src/broker/authorize/authorizer-answer.ts';
import { type Resource, resourcesOf, type StageTemplate } from '../stack/stage-template.ts';
import { authorizerEvent } from './authorizer-events.ts';
import type { Authorize } from './authorizer-world.ts';

export interface RestApiParts {
  template: StageTemplate;
  authorize: Authorize;
  /** Where the servers really are. */
  upstream: string;
}
type Properties = Resource['Properties'];
type Context = Record<string, string>;

/** A fetch whose requests go through the API: the last part of the path is the server. */
export function throughRestApi(parts: RestApiParts): typeof fetch {
  return async (input, init = {}) => {
    const request = new Request(input, init);
    const server = new URL(request.url).pathname.split('/').at(-1) ?? '';
    const method = methodOf(parts.template, server, request.method);
    if (!method) return refusal(parts.template, 'MISSING_AUTHENTICATION_TOKEN');
    const headers = Object.fromEntries(request.headers);
    const answer = await asked(
      parts.authorize,
      authorizerEvent({ server, httpMethod: request.method, headers }),
    );
    if (answer === 'unauthorized') return refusal(parts.template, 'UNAUTHORIZED');
    const [{ Effect }] = answer.policyDocument.Statement;
    if (Effect === 'Deny') return refusal(parts.template, 'ACCESS_DENIED', answer.context);
    const body = request.method === 'POST' ? await request.text() : null;
    const sent = { method: method.Integration.IntegrationHttpMethod, body, redirect: 'manual' as const };
    const onward = await fetch(parts.upstream, { ...sent, headers: mapped(method, answer.context) });
    return answered(method, onward);
  };
}

async function asked(authorize: Authorize, event: unknown): Promise<AuthorizerAnswer | 'unauthorized'> {
  try {
    return await authorize(event);
  } catch (error) {
    if (error instanceof Error && error.message === 'Unauthorized') return 'unauthorized';
    throw error;
  }
}

function methodOf(template: StageTemplate, path: string, httpMethod: string): Properties | undefined {
  const resources = resourcesOf(template, 'AWS::ApiGateway::Resource');
  const [id] = resources.find(([, { Properties }]) => Properties.PathPart === path) ?? [];
  return resourcesOf(template, 'AWS::ApiGateway::Method')
    .map(([, { Properties }]) => Properties)
    .find(({ ResourceId, HttpMethod }) => ResourceId.Ref === id && HttpMethod === httpMethod);
}

/** `'static'` or `context.authorizer.key`; what is not there is not sent. */
function mapped({ Integration }: Properties, context: Context): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [to, from] of Object.entries<string>(Integration.RequestParameters)) {
    const value = from.startsWith("'") ? from.slice(1, -1) : context[from.replace('context.authorizer.', '')];
    if (value !== undefined) headers[to.replace('integration.request.header.', '')] = value;
  }
  return headers;
}

async function answered({ Integration }: Properties, onward: Response): Promise<Response> {
  const responses: Properties[] = Integration.IntegrationResponses;
  const chosen =
    responses.find(({ SelectionPattern }) => SelectionPattern === String(onward.status)) ??
    responses.find(({ SelectionPattern }) => SelectionPattern === undefined);
  const headers = new Headers();
  for (const to of Object.keys(chosen?.ResponseParameters ?? {})) {
    const name = to.replace('method.response.header.', '');
    const value = onward.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const status = Number(chosen?.StatusCode);
  const text = chosen?.ResponseTemplates?.['application/json'] ?? (await onward.text());
  return new Response(status === 204 || status === 202 ? null : text, { status, headers });
}

function refusal(template: StageTemplate, type: string, context: Context = {}): Response {
  const found = resourcesOf(template, 'AWS::ApiGateway::GatewayResponse').find(
    ([id, { Properties }]) => id.startsWith('ConnectionsMcpProxy') && Properties.ResponseType === type,
  );
  const { StatusCode, ResponseParameters, ResponseTemplates } = found?.[1].Properties ?? {};
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const [to, value] of Object.entries<string>(ResponseParameters))
    headers.set(to.replace('gatewayresponse.header.', ''), value.slice(1, -1));
  const text = ResponseTemplates['application/json'].replace(
    /\$context\.authorizer\.(\w+)/g,
    (_all: string, key: string) => context[key] ?? '',
  );
  return new Response(text, { status: Number(StatusCode), headers });
}
