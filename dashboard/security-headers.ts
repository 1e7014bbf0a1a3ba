/** Headers of every answer that is part of the page, for the local server and for CloudFront alike. */

export interface PageOrigins {
  /** OpenID provider that signs people in. */
  issuer: string;
  /** The API, where it is not served from the page's own origin. */
  apiOrigin?: string;
}

/** No inline script or style, nothing from elsewhere, no frame; the fragment with the handle never leaves in a referrer. */
export function securityHeaders({ issuer, apiOrigin }: PageOrigins): Record<string, string> {
  const signIn = new URL(issuer).origin;
  const connect = ["'self'", signIn, ...(apiOrigin === undefined ? [] : [new URL(apiOrigin).origin])];
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': [...new Set(connect)].join(' '),
    'img-src': "'self' data:",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'form-action': `'self' ${signIn}`,
  };
  return {
    'content-security-policy': Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources}`)
      .join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
