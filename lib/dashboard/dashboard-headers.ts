/** The contract's response headers in CloudFront's form, which has separate fields for what it calls security headers. */
import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseHeadersPolicyProps,
  type ResponseSecurityHeadersBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import {
  API_CONTENT_POLICY,
  frameHeaders,
  LOGO_CONTENT_POLICY,
  type PageOrigins,
  securityHeaders,
} from '../../src/contract/security-headers.ts';

/** Two years, as preload lists require. The local environment does not send this header, because it has no TLS. */
const STRICT_TRANSPORT = { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true };

/** The headers of the page. */
export function pageHeaders(signIn: SignInPlaces) {
  // No origin for the API is passed, because the API is at the page's own origin.
  return cloudFrontHeaders('The dashboard', securityHeaders(signIn));
}

/** The headers of an operator's logos: those of the page, with another content policy. */
export function logoHeaders(signIn: SignInPlaces) {
  const headers = { ...securityHeaders(signIn), 'content-security-policy': LOGO_CONTENT_POLICY };
  return cloudFrontHeaders('Logos of the dashboard', headers);
}

/** The headers of the frame in which a sign-in goes on. */
export function frameOfSignInHeaders(signIn: SignInPlaces) {
  return cloudFrontHeaders('The frame of a silent sign-in', frameHeaders(securityHeaders(signIn)));
}

type SignInPlaces = Pick<PageOrigins, 'issuer' | 'signInOrigins' | 'silentSignIn'>;

const FRAMES: Record<string, HeadersFrameOption> = {
  DENY: HeadersFrameOption.DENY,
  SAMEORIGIN: HeadersFrameOption.SAMEORIGIN,
};

function cloudFrontHeaders(comment: string, headers: Record<string, string>) {
  const {
    'content-security-policy': contentSecurityPolicy = '',
    'referrer-policy': referrer,
    'x-content-type-options': sniffing,
    'x-frame-options': frames = '',
    ...others
  } = headers;
  // CloudFront's fields below can express these values only.
  const frameOption = FRAMES[frames];
  if (referrer !== 'no-referrer' || sniffing !== 'nosniff' || frameOption === undefined)
    throw new Error('CloudFront’s headers differ from those of src/contract/security-headers.ts');
  return {
    comment,
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption, override: true },
      strictTransportSecurity: STRICT_TRANSPORT,
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override: true })),
    },
  } satisfies ResponseHeadersPolicyProps;
}

/**
 * The headers of API answers. The functions send them too, but API Gateway's own answers have none, and they come from the
 * page's origin as well.
 */
export function apiHeaders(): ResponseHeadersPolicyProps {
  const securityHeadersBehavior: ResponseSecurityHeadersBehavior = {
    contentSecurityPolicy: { contentSecurityPolicy: API_CONTENT_POLICY, override: false },
    referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
    contentTypeOptions: { override: true },
    strictTransportSecurity: STRICT_TRANSPORT,
  };
  return { comment: 'The API', securityHeadersBehavior };
}
