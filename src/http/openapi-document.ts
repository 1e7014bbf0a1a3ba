/** The HTTP API as an OpenAPI 3.1 document, made from the same list as the routers. */
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';
import { ProblemDetails } from '../contract/resources.ts';
import { QUOTAS, ROUTES, type Route } from '../contract/routes.ts';
import { problemsOfRoute } from './problems-of-route.ts';
import { openApiRoute } from './serve-routes.ts';

const ABOUT = `The HTTP API of Connections, an OAuth token broker for MCP. It shows and changes connections; it never returns a token.

Every operation except the public ones requires an access token (a JWT) of the issuer that this environment trusts, as \`Authorization: Bearer …\`. A claim of the token names the workspaces of the caller, each with the role \`member\` or \`admin\`. A workspace that is not the caller's looks like one that does not exist.

Bodies are JSON, and times are RFC 3339 in UTC. Failures are problem details (RFC 9457); programs decide by \`code\`.`;

const ROLES: Record<Route['access'], string> = {
  public: 'Public; no access token is required.',
  'signed-in': 'Required role: none; any valid access token is accepted.',
  member: 'Required role: member or admin of the workspace.',
  admin: 'Required role: admin of the workspace.',
};

export function openApiDocument(apiOrigin: string): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token of the issuer that this environment trusts.',
  });
  registerProblems(registry);
  for (const route of ROUTES as readonly Route[]) registry.registerPath(withProblems(route));
  // The responses name the schema only by reference, so the document must register it separately.
  const definitions = [...registry.definitions, { type: 'schema' as const, schema: ProblemDetails }];
  return new OpenApiGeneratorV31(definitions, { sortComponents: 'alphabetically' }).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Connections', version: '1', description: ABOUT },
    servers: [{ url: apiOrigin }],
  });
}

const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** One response for any problem, and one for each code that is the only one of its status at some route. */
function registerProblems(registry: OpenAPIRegistry): void {
  registry.registerComponent('responses', 'Problem', { description: 'A problem (RFC 9457).', content });
  const groups = (ROUTES as readonly Route[]).flatMap((route) => [...problemsByStatus(route).values()]);
  for (const code of new Set(groups.filter(({ length }) => length === 1).flat()))
    registry.registerComponent('responses', code, {
      description: descriptionOf([code]),
      content,
      ...headersOf([code]),
    });
}

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds until the request can succeed (RFC 9110 section 10.2.3).',
    required: true,
    schema: { type: 'integer' as const, minimum: 1 },
  },
};

/** Whoever has to wait is told how long, in every response of this status. */
function headersOf(codes: ProblemCode[]) {
  return codes.every((code) => PROBLEMS[code][0] === 429) ? { headers: RETRY_AFTER } : {};
}

function withProblems(route: Route) {
  const described = openApiRoute(route);
  const problems = [...problemsByStatus(route)].map(([status, codes]) => [status, responseOf(codes)]);
  return {
    ...described,
    description: [route.description, ROLES[route.access], route.quota && QUOTAS[route.quota]]
      .filter(Boolean)
      .join('\n\n'),
    security: route.access === 'public' ? [] : [{ bearer: [] }],
    responses: {
      ...described.responses,
      ...Object.fromEntries(problems),
      default: { $ref: '#/components/responses/Problem', description: 'Any other problem.' },
    },
  };
}

function problemsByStatus(route: Route): Map<number, ProblemCode[]> {
  return Map.groupBy(problemsOfRoute(route), (code) => PROBLEMS[code][0]);
}

/** OpenAPI 3.1: a description beside `$ref` takes the place of the description there. */
function responseOf(codes: ProblemCode[]) {
  const [only, ...others] = codes;
  if (others.length === 0) return { $ref: `#/components/responses/${only}` };
  const description = descriptionOf(codes);
  // A reference cannot add headers.
  if (PROBLEMS[codes[0] as ProblemCode][0] === 429) return { description, content, headers: RETRY_AFTER };
  return { $ref: '#/components/responses/Problem', description };
}

function descriptionOf(codes: ProblemCode[]): string {
  return codes.map((code) => `\`${code}\`: ${PROBLEMS[code][2]}`).join('\n\n');
}
