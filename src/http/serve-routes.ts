/** Makes one function's router out of the contract's list of routes and one handler for each of them. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import type { z } from 'zod';
import { requireRole } from '../broker/caller.ts';
import type { VerifyCaller } from '../broker/callers/caller-from-claims.ts';
import { Problem } from '../broker/errors.ts';
import type { Person } from '../broker/person.ts';
import type { Log } from '../broker/ports.ts';
import type { PersonalWorkspacesRule } from '../contract/environment.ts';
import { type OperationId, ROUTES, type Route } from '../contract/routes.ts';
import { type CursorPorts, cursorAfter, positionIn } from './cursors.ts';
import { enterWorkspace, withWorkspace } from './enter-workspace.ts';
import { faultsOf } from './faults-of-body.ts';
import { type FilePart, fileResponse } from './file-part.ts';
import { authenticate, limitBody, requireJson, secureHeaders, type Variables } from './guards.ts';
import { onError, problemResponse } from './problem-response.ts';
import { type RefusalWatch, watchRefusals } from './watch-refusals.ts';

type RouteOf<Id extends OperationId> = Extract<(typeof ROUTES)[number], { operationId: Id }>;
type Parsed<R, Part extends string> = R extends { [K in Part]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

export interface Call<Id extends OperationId> {
  params: Parsed<RouteOf<Id>, 'params'>;
  query: Parsed<RouteOf<Id>, 'query'>;
  body: Parsed<RouteOf<Id>, 'body'>;
  /** Of a list in pages: the position after which the page begins. Absent: the first page. */
  after?: string;
  context: Context<{ Variables: Variables }>;
}
/** Returns the success body, or a Response of its own. A list in pages returns the position of its next page as `next`. */
export type Handler<Id extends OperationId> = (call: Call<Id>) => Promise<unknown>;
export type Handlers<F> = {
  [Id in Extract<(typeof ROUTES)[number], { function: F }>['operationId']]: Handler<Id>;
};

export interface ServeOptions extends Omit<RefusalWatch, 'log'> {
  log: Log;
  newCorrelationId: () => string;
  /** Absent only for a function without authenticated routes. */
  verifyCaller?: VerifyCaller;
  /** @default 'off' */
  personalWorkspaces?: PersonalWorkspacesRule;
  /** When an operator ended the person of a personal workspace. Absent only for a function whose routes have none. */
  personEndedAt?: (workspaceId: string) => Promise<number | undefined>;
  /** Absent only for a function without lists in pages. */
  cursors?: CursorPorts;
}

export type App = OpenAPIHono<{ Variables: Variables }>;

export function serveRoutes<F extends Route['function']>(
  name: F,
  handlers: Handlers<F>,
  options: ServeOptions,
): App {
  const app: App = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw new Problem('invalid_request', faultsOf(result.target, result.error));
    },
  });
  app.onError(onError(options.log, options.newCorrelationId));
  app.notFound((c) => problemResponse(c, pathExists(c.req.path) ? 'method_not_allowed' : 'not_found'));
  app.use(secureHeaders);
  for (const route of ROUTES as readonly Route[]) {
    if (route.function !== name) continue;
    const handler = (handlers as unknown as Record<string, Handler<OperationId>>)[route.operationId];
    if (!handler) throw new TypeError(`no handler for ${route.operationId}`);
    app.openapi({ ...openApiRoute(route), middleware: guardsOf(route, options) }, (c) =>
      answer(paged(route, handler, options), route, c as never),
    );
  }
  return app;
}

/** The route as the OpenAPI generator and the validator take it. */
export function openApiRoute({ operationId, method, path, summary, params, query, body, success }: Route) {
  const json = (schema: z.ZodType) => ({ 'application/json': { schema } });
  return createRoute({
    operationId,
    method,
    path,
    summary,
    request: { params, query, body: body && { required: true, content: json(body) } },
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.schema && {
          content: { [success.mediaType ?? 'application/json']: { schema: success.schema } },
        }),
      },
    },
  });
}

/** The catalogue has 130 kB and a list of 200 connections as many: API Gateway compresses nothing for an HTTP API. */
const compressed = compress();

function guardsOf(route: Route, options: ServeOptions): MiddlewareHandler[] {
  const { verifyCaller } = options;
  const guards: MiddlewareHandler[] = route.method === 'get' ? [compressed] : [];
  if (route.access !== 'public') {
    if (!verifyCaller) throw new TypeError(`${route.operationId} needs a caller`);
    const entering = enterWorkspace(route, options);
    guards.push(watchRefusals(route, options), authenticate(verifyCaller), entering, authorize(route));
  }
  return route.body ? [...guards, limitBody(), requireJson] : guards;
}

/** The role matrix in one place: the lowest role that the route list names. The use cases check again. */
function authorize({ access }: Route): MiddlewareHandler<{ Variables: Variables }> {
  return async (c, next) => {
    if (access === 'member' || access === 'admin')
      requireRole(c.get('caller'), c.get('workspaceId') ?? '', access);
    await next();
  };
}

async function answer(
  handler: Handler<OperationId>,
  route: Route,
  c: Context<{ Variables: Variables }>,
): Promise<Response> {
  const valid = (part: 'param' | 'query' | 'json') => c.req.valid(part as never);
  const call = {
    params: route.params && withWorkspace(valid('param'), 'ws', c),
    query: route.query && withWorkspace(valid('query'), 'workspace', c),
    body: route.body && valid('json'),
    context: c,
  };
  const result = await handler(call as never);
  if (result instanceof Response) return result;
  const { status, schema, mediaType } = route.success;
  if (mediaType) return fileResponse(c, result as FilePart, mediaType);
  // Parsing drops whatever the schema does not list: an answer is an allow-list.
  return schema ? c.json(schema.parse(result) as object, status as 200) : c.body(null, status as 204);
}

/**
 * The handler of a list in pages between cursors: it gets the position in the cursor, and the position of its next page leaves
 * as a cursor. Whatever else the query holds, but the size of a page, is the filter. Throws TypeError without `cursors`.
 */
function paged(route: Route, handler: Handler<OperationId>, { cursors }: ServeOptions): Handler<OperationId> {
  if (!route.query || !('cursor' in route.query.shape)) return handler;
  if (!cursors) throw new TypeError(`${route.operationId} needs cursors`);
  return async (call) => {
    const { cursor, limit: _, ...filter } = call.query as unknown as { cursor?: string; limit: number };
    const { ws: workspaceId } = call.params as unknown as { ws: string };
    const scope = { route: route.operationId, workspaceId, filter, ...readerOf(route, call) };
    const after = cursor === undefined ? undefined : await positionIn(cursors, scope, cursor);
    const { next, ...page } = (await handler({ ...call, ...(after !== undefined && { after }) })) as {
      next?: string;
    };
    return next === undefined ? page : { ...page, cursor: await cursorAfter(cursors, scope, next) };
  };
}

/** Of a list that shows each person something else: a cursor of somebody else is refused. */
function readerOf({ personal }: Route, { context }: Call<OperationId>): { reader?: Person } {
  if (!personal) return {};
  const { issuer, subject } = context.get('caller');
  return { reader: { issuer, subject } };
}

/** Whichever function serves it: a known path with another method is 405, not 404 (T174). */
function pathExists(path: string): boolean {
  return ROUTES.some((route) => new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path));
}
