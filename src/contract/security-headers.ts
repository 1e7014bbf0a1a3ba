/** Headers of every answer that is part of the dashboard, for the local server and for CloudFront alike. */
import { SILENT_SCRIPT_HASH } from './dashboard/silent-page.ts';

export interface PageOrigins {
  /** OpenID provider that signs people in. */
  issuer: string;
  /** Where its discovery document, token endpoint or keys are besides, as origins. */
  signInOrigins?: readonly string[];
  /** Whether the page signs in in a frame (`DashboardConfig.silentSignIn`). */
  silentSignIn?: boolean;
  /** The API's origin, where it is not the page's own. */
  apiOrigin?: string;
}

/** The value of a Content-Security-Policy header, out of its directives. */
export function contentPolicy(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

/** What an answer of the API may do in the page's origin: nothing. */
export const API_CONTENT_POLICY = contentPolicy({ 'default-src': "'none'", 'frame-ancestors': "'none'" });

/** The page's headers for the frame of a silent sign-in: its own page alone may frame it, and its one script may run. */
export function frameHeaders(page: Record<string, string>): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': `'sha256-${SILENT_SCRIPT_HASH}'`,
    'frame-ancestors': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
  };
  return { ...page, 'content-security-policy': contentPolicy(policy), 'x-frame-options': 'SAMEORIGIN' };
}

/**
 * What an operator's logo may do that is opened by itself, in a frame or not: draw, and nothing else. An SVG can hold scripts and
 * links; its own styles are a part of the drawing.
 */
export const LOGO_CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** No inline script or style, nothing from elsewhere, no frame, no worker; no fragment leaves in a referrer. */
export function securityHeaders({
  issuer,
  signInOrigins = [],
  silentSignIn = false,
  apiOrigin,
}: PageOrigins): Record<string, string> {
  const signIn = [new URL(issuer).origin, ...signInOrigins];
  const connect = ["'self'", ...signIn, ...(apiOrigin === undefined ? [] : [apiOrigin])];
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': [...new Set(connect)].join(' '),
    'img-src': "'self' data:",
    ...(silentSignIn && { 'frame-src': ["'self'", ...new Set(signIn)].join(' ') }),
    // Without it `script-src` would allow a service worker, which sees every address that the page is opened with.
    'worker-src': "'none'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'form-action': [...new Set(["'self'", ...signIn])].join(' '),
  };
  return {
    'content-security-policy': contentPolicy(policy),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
