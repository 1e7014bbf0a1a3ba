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
  /** The redirect URI of a client elsewhere, to which the page's forms lead in the end. */
  leadsTo?: string;
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
 * Where a page's forms may lead. In Chromium `form-action` also applies to the redirects after a form: to the application's
 * callback, and on to its page. Those of this project are all on this machine; other clients send the browser on by https.
 */
function formTargets(leadsTo: string | undefined): string {
  const own = "'self' http://127.0.0.1:*";
  const url = leadsTo === undefined ? undefined : URL.parse(leadsTo);
  if (!url) return own;
  if (url.protocol !== 'http:') return `${own} ${url.protocol}`;
  // A source has no form for an IPv6 address (CSP Level 3 section 2.3.1), so `http:` stands for `http://[::1]`.
  const loopback = url.hostname === '[::1]' ? 'http:' : 'http://localhost:*';
  return `${own} ${loopback} https:`;
}

/** Headers of a page, which nobody may frame. */
function headersOf({ leadsTo }: Pick<Page, 'leadsTo'>): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentPolicy({
      'default-src': "'none'",
      'style-src': "'self'",
      'script-src': "'self'",
      'img-src': 'data:',
      'base-uri': "'none'",
      'form-action': formTargets(leadsTo),
      'frame-ancestors': "'none'",
    }),
    'x-frame-options': 'DENY',
    // Not `no-referrer`: under that a browser sends the page's own forms with `Origin: null`.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

/** Headers of a page that leads to no client elsewhere. */
export const PAGE_HEADERS = headersOf({});

/** Sends a page with its headers. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, headersOf(page)).end(renderPage(page));
}

/** Answers a request for a style sheet or script of these pages. Returns false for other requests. */
export function serveAsset(request: IncomingMessage, response: ServerResponse): boolean {
  const asset = ASSETS[request.url as keyof typeof ASSETS];
  if (asset === undefined) return false;
  const body = readFileSync(new URL(asset.file, import.meta.url));
  response.writeHead(200, { 'content-type': asset.type, 'x-content-type-options': 'nosniff' }).end(body);
  return true;
}
