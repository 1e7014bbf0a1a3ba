/**
 * What the REST API of the address for MCP clients does with a request, out of its template: finds the resource, asks the authorizer,
 * invokes the function, renames headers. A model of the documentation in the few forms that lib/http/mcp-endpoint.ts uses, and not
 * API Gateway.
 */
import { type Resource, resourcesOf, type StageTemplate } from '../stack/stage-template.ts';
import { invokeStreaming } from './lambda-streaming.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;
type Properties = Resource['Properties'];

export interface McpGatewayParts {
  template: StageTemplate;
  /** `https://…/mcp`. */
  address: string;
  /** mcp-sign-in. */
  authorize: Handler;
  /** The handler of mcp-endpoint itself, as Lambda's runtime calls it. */
  endpoint: unknown;
  /** Requests that the function got. */
  invoked?: unknown[];
}

interface Matched {
  /** `/{workspace}`. */
  resource: string;
  pathParameters: Record<string, string>;
  method: Properties;
}

/**
 * Headers of a function's answer that API Gateway renames: the list of its guide ("Amazon API Gateway important notes"), as far as a
 * function may want to send them.
 */
const RENAMED = ['www-authenticate', 'authorization', 'connection', 'date', 'server'];

/** A fetch whose requests go through the API. */
export function throughMcpGateway(parts: McpGatewayParts): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const matched = matchedBy(parts, request);
    if (!matched) return gatewayResponse(parts.template, 'MISSING_AUTHENTICATION_TOKEN');
    const event = await eventOf(request, matched);
    const { AuthorizationType, Integration } = matched.method;
    if (AuthorizationType === 'CUSTOM') {
      const refused = await refusalOf(parts, event);
      if (refused) return refused;
    }
    return Integration.Type === 'MOCK' ? mockAnswer(Integration) : functionAnswer(parts, event);
  };
}

/** A slash at the end changes nothing, and a fixed part of a path goes before a parameter. */
function matchedBy({ template, address }: McpGatewayParts, request: Request): Matched | undefined {
  const { pathname } = new URL(request.url);
  const base = new URL(address).pathname;
  if (pathname !== base && !pathname.startsWith(`${base}/`)) return undefined;
  const segments = pathname.slice(base.length).split('/').filter(Boolean);
  const [api = ''] = mine(template, 'AWS::ApiGateway::RestApi')[0] ?? [];
  let parent = JSON.stringify({ 'Fn::GetAtt': [api, 'RootResourceId'] });
  let id: string | undefined;
  const parts: string[] = [];
  const pathParameters: Record<string, string> = {};
  for (const segment of segments) {
    const children = mine(template, 'AWS::ApiGateway::Resource').filter(
      ([, { Properties }]) => JSON.stringify(Properties.ParentId) === parent,
    );
    const byPart = (part: RegExp | string) =>
      children.find(([, { Properties }]) =>
        part instanceof RegExp ? part.test(Properties.PathPart) : Properties.PathPart === part,
      );
    const found = byPart(segment) ?? byPart(/^\{\w+\}$/);
    if (!found) return undefined;
    const part: string = found[1].Properties.PathPart;
    if (part.startsWith('{')) pathParameters[part.slice(1, -1)] = decodeURIComponent(segment);
    parts.push(part);
    id = found[0];
    parent = JSON.stringify({ Ref: id });
  }
  const methods = mine(template, 'AWS::ApiGateway::Method')
    .map(([, { Properties }]) => Properties)
    .filter(({ ResourceId }) => JSON.stringify(ResourceId) === parent);
  const method =
    methods.find(({ HttpMethod }) => HttpMethod === request.method) ??
    methods.find(({ HttpMethod }) => HttpMethod === 'ANY');
  return method && { resource: `/${parts.join('/')}`, pathParameters, method };
}

/** The names of headers as a client that writes HTTP/1.1 may spell them. */
async function eventOf(request: Request, { resource, pathParameters }: Matched) {
  const { pathname } = new URL(request.url);
  const headers = [...request.headers].map(([name, value]) => [name.replace(/^\w/, upper), value] as const);
  const path = pathname.replace(/^\/mcp/, '') || '/';
  return {
    resource,
    path,
    httpMethod: request.method,
    headers: Object.fromEntries(headers),
    multiValueHeaders: Object.fromEntries(headers.map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: Object.keys(pathParameters).length > 0 ? pathParameters : null,
    stageVariables: null,
    requestContext: { resourcePath: resource, httpMethod: request.method, path: pathname, stage: 'mcp' },
    body: (await request.text()) || null,
    isBase64Encoded: false,
  };
}

const upper = (letter: string) => letter.toUpperCase();

/** The authorizer is told of no body. Undefined: it lets the request through. */
async function refusalOf(
  { template, authorize }: McpGatewayParts,
  { body: _, isBase64Encoded: __, ...event }: Awaited<ReturnType<typeof eventOf>>,
): Promise<Response | undefined> {
  const methodArn = `arn:aws:execute-api:eu-central-1:111122223333:a1b2c3d4e5/mcp/${event.httpMethod}${event.path}`;
  try {
    const answer = (await authorize({ type: 'REQUEST', methodArn, ...event }, undefined)) as {
      principalId: string;
      policyDocument: { Statement: [{ Effect: string; Resource: string }] };
      context: Record<string, string>;
    };
    const [{ Effect, Resource }] = answer.policyDocument.Statement;
    if (Effect === 'Allow' && Resource === methodArn && answer.principalId) return undefined;
    return gatewayResponse(template, 'ACCESS_DENIED', answer.context);
  } catch {
    return gatewayResponse(template, 'AUTHORIZER_CONFIGURATION_ERROR');
  }
}

async function functionAnswer(
  { endpoint, invoked }: McpGatewayParts,
  event: Record<string, unknown>,
): Promise<Response> {
  invoked?.push(event);
  const { status, headers, body, ended } = await invokeStreaming(endpoint, event);
  // What Lambda logs of it is for the tests that ask for it.
  ended.catch(() => undefined);
  const renamed = Object.entries(headers).map(
    ([name, value]) =>
      [RENAMED.includes(name.toLowerCase()) ? `x-amzn-remapped-${name.toLowerCase()}` : name, value] as [
        string,
        string,
      ],
  );
  return new Response([202, 204].includes(status) ? null : body, { status, headers: renamed });
}

function mockAnswer({ IntegrationResponses: [answer] }: Properties): Response {
  const headers = mapped(answer.ResponseParameters, 'method.response.header.');
  return new Response(answer.ResponseTemplates['application/json'], {
    status: Number(answer.StatusCode),
    headers,
  });
}

function gatewayResponse(
  template: StageTemplate,
  type: string,
  context: Record<string, string> = {},
): Response {
  const [, found] =
    mine(template, 'AWS::ApiGateway::GatewayResponse').find(
      ([, { Properties }]) => Properties.ResponseType === type,
    ) ?? [];
  const { StatusCode, ResponseParameters, ResponseTemplates } = found?.Properties ?? {};
  return new Response(ResponseTemplates['application/json'], {
    status: Number(StatusCode),
    headers: mapped(ResponseParameters, 'gatewayresponse.header.', context),
  });
}

/** `'static'` or `context.authorizer.key`; what is not there is not sent. */
function mapped(
  parameters: Record<string, string>,
  prefix: string,
  context: Record<string, string> = {},
): Headers {
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const [to, from] of Object.entries(parameters)) {
    const value = from.startsWith("'") ? from.slice(1, -1) : context[from.replace('context.authorizer.', '')];
    if (value !== undefined) headers.set(to.replace(prefix, ''), value);
  }
  return headers;
}

function mine(template: StageTemplate, type: string): [string, Resource][] {
  return resourcesOf(template, type).filter(([id]) => id.startsWith('ConnectionsMcpEndpoint'));
}
