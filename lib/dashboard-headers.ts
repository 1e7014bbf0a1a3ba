/** The contract's headers as CloudFront wants them: those that it calls security headers have fields of their own. */
import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseHeadersPolicyProps,
  type ResponseSecurityHeadersBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import { API_CONTENT_POLICY, securityHeaders } from '../src/contract/security-headers.ts';
import type { HostedDashboardSettings } from './dashboard-settings.ts';

/** Beside the local headers: without TLS there is nothing to be strict about. Two years, as preload lists ask. */
const STRICT_TRANSPORT = { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true };

export function pageHeaders(issuer: string, { signInOrigins }: HostedDashboardSettings) {
  // The API is at the page's own origin.
  const headers = securityHeaders({ issuer, ...(signInOrigins && { signInOrigins }) });
  const {
    'content-security-policy': contentSecurityPolicy = '',
    'referrer-policy': referrer,
    'x-content-type-options': sniffing,
    'x-frame-options': frames,
    ...others
  } = headers;
  // The fields below have no other form of these values.
  if (referrer !== 'no-referrer' || sniffing !== 'nosniff' || frames !== 'DENY')
    throw new Error('CloudFront’s headers differ from those of src/contract/security-headers.ts');
  return {
    comment: 'The dashboard',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      strictTransportSecurity: STRICT_TRANSPORT,
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override: true })),
    },
  } satisfies ResponseHeadersPolicyProps;
}

/** Functions send these themselves; API Gateway's own refusals do not, and are at the page's origin too. */
export function apiHeaders(): ResponseHeadersPolicyProps {
  const securityHeadersBehavior: ResponseSecurityHeadersBehavior = {
    contentSecurityPolicy: { contentSecurityPolicy: API_CONTENT_POLICY, override: false },
    referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
    contentTypeOptions: { override: true },
    strictTransportSecurity: STRICT_TRANSPORT,
  };
  return { comment: 'The API', securityHeadersBehavior };
}
