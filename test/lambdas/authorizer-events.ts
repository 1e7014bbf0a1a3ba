/**
 * Events of a REST API's `REQUEST` authorizer, after the example in
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html. Names of headers
 * come as the client spelled them.
 */
export interface McpRequest {
  server?: string;
  httpMethod?: string;
  headers?: McpHeaders;
}
/** By name; a list is a header that was sent several times. */
export type McpHeaders = Record<string, string | string[] | undefined>;

const STAGE_ARN = 'arn:aws:execute-api:eu-central-1:111122223333:s4x3opwd6i/mcp';

export function methodArn({ server = 'crm', httpMethod = 'POST' }: McpRequest = {}): string {
  return `${STAGE_ARN}/${httpMethod}/${server}`;
}

export function authorizerEvent(request: McpRequest = {}) {
  const { server = 'crm', httpMethod = 'POST', headers = {} } = request;
  const all = Object.entries({
    Accept: 'application/json, text/event-stream',
    'Content-Type': 'application/json',
    Host: 's4x3opwd6i.execute-api.eu-central-1.amazonaws.com',
    'User-Agent': 'node',
    'X-Amzn-Trace-Id': 'Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e',
    'X-Forwarded-For': '203.0.113.7',
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
    ...headers,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat()] as const]));
  return {
    type: 'REQUEST',
    methodArn: methodArn(request),
    resource: `/${server}`,
    path: `/${server}`,
    httpMethod,
    // One value of several is the last.
    headers: Object.fromEntries(all.map(([name, values]) => [name, values.at(-1) ?? ''])),
    multiValueHeaders: Object.fromEntries(all),
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    pathParameters: {},
    stageVariables: {},
    requestContext: {
      resourceId: '05c7jb',
      resourcePath: `/${server}`,
      httpMethod,
      path: `/mcp/${server}`,
      accountId: '111122223333',
      protocol: 'HTTP/1.1',
      stage: 'mcp',
      domainName: 's4x3opwd6i.execute-api.eu-central-1.amazonaws.com',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      apiId: 's4x3opwd6i',
      identity: { sourceIp: '203.0.113.7', userAgent: 'node' },
    },
  };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A call in the current revision of MCP, as a client with fetch spells it. */
export function callHeaders(tool: string, more: McpHeaders): McpHeaders {
  return {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': tool,
    ...more,
  };
}
