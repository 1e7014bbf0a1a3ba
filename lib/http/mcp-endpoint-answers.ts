/** What API Gateway itself answers to people's MCP clients: the challenge of a request without a good token, and errors. */
import {
  type MethodOptions,
  MockIntegration,
  PassthroughBehavior,
  ResponseType,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { CHALLENGE_KEY } from '../../src/contract/authorizer.ts';
import { PROBLEMS, type ProblemCode } from '../../src/contract/problems.ts';
import { AUTHORIZER_FAILED, METHODS } from './mcp-rest-api.ts';

const NO_STORE = { 'Cache-Control': "'no-store'" };
/** Seconds. */
const RETRY_AFTER = { 'Retry-After': "'5'" };

/**
 * The gateway responses. A function's `WWW-Authenticate` arrives under another name (anthropics/claude-ai-mcp#748; API Gateway
 * guide, "Important notes"), so the 401 is made here. Its header takes the authorizer's text: a header of a gateway response takes
 * what parameter mappings of REST APIs take, `context.*` among it (API Gateway guide,
 * "x-amazon-apigateway-gateway-responses.responseParameters object"); nna774/lambda-authkun redirects by `Location:
 * context.authorizer.location` of ACCESS_DENIED. Only a refusal by policy has a context, so the type is not UNAUTHORIZED.
 */
export function answerItself(api: RestApi): void {
  api.addGatewayResponse('Challenge', {
    type: ResponseType.ACCESS_DENIED,
    statusCode: '401',
    responseHeaders: { ...NO_STORE, 'WWW-Authenticate': `context.authorizer.${CHALLENGE_KEY}` },
    templates: problem('unauthenticated'),
  });
  for (const type of AUTHORIZER_FAILED)
    api.addGatewayResponse(`Unavailable-${type.responseType}`, {
      type,
      statusCode: '503',
      responseHeaders: { ...NO_STORE, ...RETRY_AFTER },
      templates: problem('temporarily_unavailable'),
    });
  // API Gateway uses this type when the resource does not exist.
  api.addGatewayResponse('NotFound', {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    statusCode: '404',
    responseHeaders: NO_STORE,
    templates: problem('not_found'),
  });
}

/** An integration that answers 405 to every request, without a function. */
export function notAllowed(): MockIntegration {
  return new MockIntegration({
    passthroughBehavior: PassthroughBehavior.WHEN_NO_TEMPLATES,
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [
      {
        statusCode: '405',
        responseParameters: {
          'method.response.header.Allow': `'${METHODS.join(', ')}'`,
          'method.response.header.Cache-Control': NO_STORE['Cache-Control'],
        },
        responseTemplates: problem('method_not_allowed'),
      },
    ],
  });
}

/** What a method can return that has this integration. API Gateway requires this list beside the integration's. */
export const NOT_ALLOWED: MethodOptions = {
  methodResponses: [
    {
      statusCode: '405',
      responseParameters: {
        'method.response.header.Allow': true,
        'method.response.header.Cache-Control': true,
      },
    },
  ],
};

/** API Gateway sends a template as the body. Nothing in these texts has a meaning for it. */
function problem(code: ProblemCode): Record<string, string> {
  const [status, title, detail] = PROBLEMS[code];
  const body = { type: `urn:connections:problem:${code}`, title, status, detail, code };
  return { 'application/json': JSON.stringify(body) };
}
