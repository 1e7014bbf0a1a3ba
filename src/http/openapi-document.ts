import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { ProblemDetails } from '../contract/resources.ts';
import { ROUTES, type Route } from '../contract/routes.ts';
import { openApiRoute } from './serve-routes.ts';

/** The whole API as an OpenAPI 3.1 document, made from the same list as the routers. */
export function openApiDocument(apiOrigin: string): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  for (const route of ROUTES as readonly Route[]) registry.registerPath(withProblems(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Connections', version: '1' },
    servers: [{ url: apiOrigin }],
  });
}

function withProblems(route: Route) {
  const described = openApiRoute(route);
  const problem = {
    description: 'A problem (RFC 9457)',
    content: { 'application/problem+json': { schema: ProblemDetails } },
  };
  return {
    ...described,
    security: route.access === 'public' ? [] : [{ bearer: [] }],
    responses: { ...described.responses, default: problem },
  };
}
