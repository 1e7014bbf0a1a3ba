/** Serves the API and the dashboard on one origin. The contract's list of routes replaces API Gateway. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import type { FunctionName } from '../src/contract/environment.ts';
import { ROUTES } from '../src/contract/routes.ts';
import { frameHeaders, LOGO_CONTENT_POLICY } from '../src/contract/security-headers.ts';
import type { App } from '../src/http/serve-routes.ts';
import type { LogoFolder } from './page-options.ts';

/** The functions behind the HTTP API, by name. */
export type HttpFunctions = Record<Extract<FunctionName, (typeof ROUTES)[number]['function']>, App>;

/** The dashboard's folder and its response headers. */
export interface Page {
  directory: string;
  headers: Record<string, string>;
  /** The operator's own logos. */
  logos?: LogoFolder | undefined;
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
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
  // As CloudFront and S3 do for the page of a stage.
  app.use(compress(), etag());
  // Pages within the page have addresses of their own.
  app.get('/w/*', (c) => serveFile(c, page, 'index.html'));
  app.get('/api', (c) => serveFile(c, page, 'api.html'));
  app.get('/logos/:file', (c) => serveLogo(c, page));
  app.get('/:file?', (c) => serveFile(c, page, c.req.param('file') ?? 'index.html'));
  return app;
}

async function serveFile(c: Context, { directory, headers }: Page, file: string): Promise<Response> {
  const type = TYPES[file.split('.').at(-1) ?? ''];
  // The folder is flat, so a name with a separator or a leading dot is not in it.
  if (!type || !/^[a-z0-9][A-Za-z0-9.-]*$/.test(file)) return c.notFound();
  const own = file === 'silent.html' ? frameHeaders(headers) : headers;
  return fileAnswer(c, join(directory, file), { ...own, 'content-type': type });
}

/** Only what was in the folder at the start and has the name of a logo: no name that a request makes up is ever read. */
async function serveLogo(c: Context, { headers, logos }: Page): Promise<Response> {
  const file = logos?.files.find((name) => name === c.req.param('file'));
  const type = TYPES[file?.split('.').at(-1) ?? ''];
  if (!logos || file === undefined || !type) return c.notFound();
  const own = { 'content-security-policy': LOGO_CONTENT_POLICY, 'content-type': type };
  return fileAnswer(c, join(logos.folder, file), { ...headers, ...own });
}

async function fileAnswer(c: Context, path: string, headers: Record<string, string>): Promise<Response> {
  try {
    const body = await readFile(path);
    return c.body(new Uint8Array(body), 200, { ...headers, 'cache-control': 'no-cache' });
  } catch {
    return c.notFound();
  }
}
