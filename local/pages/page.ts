import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentPolicy } from '../../src/contract/security-headers.ts';
import { html, type Markup } from './html.ts';

/** Name and style of a local provider. */
export interface Brand {
  name: string;
  tagline: string;
  theme: 'identity' | 'demo';
}

/** One page of a local provider. */
export interface Page {
  brand: Brand;
  title: string;
  body: Markup;
  /** Whether the page loads `sign-out.js`, the only script of these pages. */
  script?: boolean;
}

const ASSETS = {
  '/pages/style.css': { file: 'style.css', type: 'text/css; charset=utf-8' },
  '/pages/sign-out.js': { file: 'sign-out.js', type: 'text/javascript; charset=utf-8' },
} as const;

/** The page as an HTML document. */
export function renderPage({ brand, title, body, script }: Page): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${brand.name}</title>
<link rel="stylesheet" href="/pages/style.css">
<link rel="icon" href="data:,">
${script ? html`<script src="/pages/sign-out.js" defer></script>` : ''}
</head>
<body class="${brand.theme}">
<main>
<header><span class="mark" aria-hidden="true">${brand.name.charAt(0)}</span><span>${brand.name}</span></header>
${body}
<footer>${brand.tagline}</footer>
</main>
</body>
</html>`.text;
}

/**
 * Headers of every page. In Chromium `form-action` also applies to the redirects after a form: to the application's callback and
 * to its page, which are all on this machine.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentPolicy({
    'default-src': "'none'",
    'style-src': "'self'",
    'script-src': "'self'",
    'img-src': 'data:',
    'base-uri': "'none'",
    'form-action': "'self' http://127.0.0.1:*",
    'frame-ancestors': "'none'",
  }),
  // Not `no-referrer`: under that a browser sends the page's own forms with `Origin: null`.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** Sends a page with its headers. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, PAGE_HEADERS).end(renderPage(page));
}

/** Answers a request for a style sheet or script of these pages. Returns false for other requests. */
export function serveAsset(request: IncomingMessage, response: ServerResponse): boolean {
  const asset = ASSETS[request.url as keyof typeof ASSETS];
  if (asset === undefined) return false;
  const body = readFileSync(new URL(asset.file, import.meta.url));
  response.writeHead(200, { 'content-type': asset.type, 'x-content-type-options': 'nosniff' }).end(body);
  return true;
}
