/** What a stage sets when it hosts the dashboard. */
import type { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import type { SignInRequest } from '../../src/contract/dashboard/dashboard-config.ts';

export interface HostedDashboardSettings {
  /**
   * The id of the dashboard's public client at the identity provider. The client's redirect URI is the dashboard's URL
   * with a trailing slash.
   * @default with `jwt.userPool` the client that the stage creates; without it this setting is required
   */
  readonly clientId?: string;
  /**
   * What the page asks the identity provider for. Once it is set, the page sends what it says and nothing else. docs/sign-in.md
   * has the values for Cognito, Entra ID, Okta, Auth0 and Keycloak.
   * @default the scope `openid`, and `jwt.audience` as `resource`
   */
  readonly signIn?: SignInRequest;
  /**
   * Origins beside the issuer's own that the sign-in calls, because the issuer's discovery document names its token endpoint
   * or its keys there. For Cognito this is `https://<prefix>.auth.<region>.amazoncognito.com`.
   * @default none
   */
  readonly signInOrigins?: string[];
  /**
   * Whether the page may sign in in a frame where the identity provider has a session, so that it loads once and a sign-in is
   * renewed without a window. Register `https://<page>/silent.html` as a redirect URI of the page's client too; with
   * `jwt.userPool` the stage does. docs/sign-in.md says what else renews a sign-in.
   * @default false
   */
  readonly silentSignIn?: boolean;
  /**
   * The set of CloudFront edge locations that serve the page.
   * @default CloudFront's default, all of them
   */
  readonly priceClass?: PriceClass;
  /**
   * ARN of an AWS WAF web ACL of yours at the distribution. Its scope must be CLOUDFRONT, so it is in us-east-1. It does not
   * guard the API, which can also be called at its `execute-api` address (docs/deploy.md, "Your own domain").
   * @default none
   */
  readonly webAclArn?: string;
  /**
   * Origins to which the page may lead a person back after a consent, by the `return` that a runtime appends to the link of a
   * refusal (docs/injector.md): exact https origins without a path, such as `https://chat.acme.test`.
   * @default none: the page leads nowhere
   */
  readonly returnTo?: string[];
  /**
   * A folder with logos of providers that the page shows: `<provider>.svg` or `<provider>.png`, also of custom providers
   * (`custom~crm.svg`), at most 100 files of 64 KiB. A relative path begins at the folder in which the CDK runs.
   * @default none
   */
  readonly logos?: string;
}

export interface DomainSettings {
  /** For example `connections.acme.test`. Redirect URIs at providers contain it: choose it before people connect. */
  readonly name: string;
  /** ARN of a certificate for the name. It must be in us-east-1, where CloudFront looks for it. */
  readonly certificateArn: string;
  /**
   * The Route 53 zone in which the stack creates the records.
   * @default none: you point the name at the distribution yourself; the stack's output `DistributionDomain` names it
   */
  readonly hostedZone?: {
    readonly id: string;
    /** For example `acme.test`. */
    readonly name: string;
  };
}
