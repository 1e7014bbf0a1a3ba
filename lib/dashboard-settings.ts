/** What a stage says when it serves the dashboard itself. */
import type { PriceClass } from 'aws-cdk-lib/aws-cloudfront';

export interface HostedDashboardSettings {
  /** The dashboard's public client at the identity provider; its redirect URI is the dashboard's URL with a slash. */
  readonly clientId: string;
  /**
   * Origins that the sign-in needs beside the issuer's own, because its discovery document names its token endpoint or
   * keys there: `https://<prefix>.auth.<region>.amazoncognito.com` for Cognito.
   * @default none
   */
  readonly signInOrigins?: string[];
  /**
   * From how many of CloudFront's places the page is served.
   * @default CloudFront's own, all of them
   */
  readonly priceClass?: PriceClass;
  /**
   * A WAF of yours in front of page and API: the ARN of a web ACL of scope CLOUDFRONT, which lies in us-east-1.
   * @default none
   */
  readonly webAclArn?: string;
}

export interface DomainSettings {
  /** `connections.acme.test`. Providers know it by the redirect URIs: choose it before people connect. */
  readonly name: string;
  /** A certificate for the name, in us-east-1, where CloudFront looks for it. */
  readonly certificateArn: string;
  /**
   * The Route 53 zone that gets the records.
   * @default none: whoever runs the zone points the name at the distribution, which the stack puts out
   */
  readonly hostedZone?: {
    readonly id: string;
    /** `acme.test`. */
    readonly name: string;
  };
}
