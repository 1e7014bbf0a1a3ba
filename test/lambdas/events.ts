/**
 * Events as AWS sends them. HTTP: payload format 2.0 of API Gateway's HTTP APIs, after the example in
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html. Direct
 * invocations carry the caller's JSON as it is.
 */
import { randomUUID } from 'node:crypto';

export interface HttpRequest {
  method?: string;
  path: string;
  /** As it stands in the URL, without the question mark. */
  query?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: boolean;
}

export function httpEvent({ method = 'GET', path, query = '', headers = {}, body }: HttpRequest) {
  const host = 'api.connections.example';
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers: {
      accept: '*/*',
      'content-length': String(Buffer.byteLength(body ?? '')),
      host,
      'user-agent': 'curl/8.9.1',
      'x-amzn-trace-id': 'Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    // Several values of one name come joined by a comma: one reason more to read rawQueryString alone.
    queryStringParameters: joined(new URLSearchParams(query)),
    requestContext: {
      accountId: '111122223333',
      apiId: 'r3pmxmplak',
      domainName: host,
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '24/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_521_600_000,
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  };
}

function joined(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

/** The part of Lambda's context object that handlers use: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html. */
export function lambdaContext(functionName: string) {
  return {
    functionName,
    functionVersion: '1',
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:111122223333:function:${functionName}`,
    awsRequestId: randomUUID(),
    memoryLimitInMB: '512',
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: '2026/11/24/[1]abc',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => 60_000,
  };
}
