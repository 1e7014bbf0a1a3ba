/** Serves the API and the dashboard on one origin. The contract's list of routes replaces API Gateway. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { FunctionName } from '../src/contract/environment.ts';
import { ROUTES } from '../src/contract/routes.ts';
import type { App } from '../src/http/serve-routes.ts';

/** The functions behind the HTTP API, by name. */
export type HttpFunctions = Record<Extract<FunctionName, (typeof ROUTES)[number]['function']>, App>;

/** The dashboard's folder and its response headers. */
export interface Page {
  directory: string;
  headers: Record<string, string>;
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
};

/** The request listener of the app server. */
export function appListener(functions: HttpFunctions, page: Page) {
  return getRequestListener(routeApp(functions, page).fetch, { overrideGlobalObjects: false });
}

/** The routes of the app server; a test compares them with the template's and the OpenAPI document's. */
export function routeApp(functions: HttpFunctions, page: Page): Hono {
  const app = new Hono();
  for (const { method, path, function: name } of ROUTES) {
    app.on(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'), (c) => functions[name].fetch(c.req.raw));
  }
  const unmatched = (c: Context) => functions['connections-api'].fetch(c.req.raw);
  app.all('/v1/*', unmatched).all('/oauth/*', unmatched);
  app.get('/:file?', (c) => servePage(c, page));
  return app;
}

async function servePage(c: Context, { directory, headers }: Page): Promise<Response> {
  const file = c.req.param('file') ?? 'index.html';
  const type = TYPES[file.split('.').at(-1) ?? ''];
  // The folder is flat, so a name with a separator or a leading dot is not in it.
  if (!type || !/^[a-z0-9][a-z0-9.-]*$/.test(file)) return c.notFound();
  try {
    const body = await readFile(join(directory, file));
    return c.body(new Uint8Array(body), 200, {
      ...headers,
      'content-type': type,
      'cache-control': 'no-cache',
    });
  } catch {
    return c.notFound();
  }
}
