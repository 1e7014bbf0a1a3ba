/**
 * The dashboard and the API at one origin: a CloudFront distribution sends the API's paths to API Gateway, and all other paths
 * to a private bucket. So the API needs no CORS, and its origin is known before the API has routes.
 */
import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  FunctionEventType,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { ROUTES } from '../../src/contract/routes.ts';
import type { PageOrigins } from '../../src/contract/security-headers.ts';
import type { DomainSettings, HostedDashboardSettings } from '../settings/dashboard-settings.ts';
import type { Retention } from '../settings/retention.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { dashboardConfig, type PageOffers, type PageSignIn } from './dashboard-config.ts';
import { DashboardFiles } from './dashboard-files.ts';
import { acknowledgeDistributionFindings } from './dashboard-findings.ts';
import { apiHeaders, frameOfSignInHeaders, logoHeaders, pageHeaders } from './dashboard-headers.ts';
import { pageAddresses } from './page-addresses.ts';

export interface DashboardHostingProps extends Retention {
  readonly settings: HostedDashboardSettings;
  /** The stage's own domain name. */
  readonly domain?: DomainSettings;
  /** Where people sign in: the page may call these origins. */
  readonly signIn: Pick<PageOrigins, 'issuer' | 'signInOrigins' | 'silentSignIn'>;
  /** Host name of the HTTP API. */
  readonly apiHost: string;
}

export class DashboardHosting extends Construct {
  /** The origin of page and API, without a trailing slash. */
  readonly origin: string;
  readonly distribution: Distribution;
  private readonly files: DashboardFiles;
  private readonly settings: HostedDashboardSettings;

  constructor(scope: Construct, id: string, props: DashboardHostingProps) {
    super(scope, id);
    this.settings = props.settings;
    this.files = new DashboardFiles(this, 'Files', props);
    this.distribution = this.distribute(props, this.files);
    acknowledgeDistributionFindings(this.distribution, {
      named: props.domain !== undefined,
      guarded: props.settings.webAclArn !== undefined,
    });
    this.origin = `https://${props.domain?.name ?? this.distribution.distributionDomainName}`;
    if (props.domain) this.addRecords(props.domain);
  }

  /** Uploads the page. Call it last: a new page must not call an API that is not updated yet. */
  upload(signIn: PageSignIn, offers: PageOffers): void {
    const config = dashboardConfig(signIn, this.origin, { ...this.settings, ...offers });
    this.files.upload(config, this.settings.logos);
  }

  private distribute(given: DashboardHostingProps, { bucket }: DashboardFiles): Distribution {
    const { settings, domain } = given;
    const props = { ...given, signIn: { ...given.signIn, silentSignIn: settings.silentSignIn ?? false } };
    const page: BehaviorOptions = {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'PageHeaders', pageHeaders(props.signIn)),
    };
    return new Distribution(this, 'Distribution', {
      comment: 'Connections: dashboard and API',
      defaultBehavior: {
        ...page,
        functionAssociations: [
          { function: pageAddresses(this), eventType: FunctionEventType.VIEWER_REQUEST },
        ],
      },
      additionalBehaviors: {
        ...this.apiBehaviors(props.apiHost),
        ...this.logoBehavior(props, page),
        ...this.frameBehavior(props, page),
      },
      // errorResponses could serve the pages within the dashboard too, but would replace the API's answers, so there are none.
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: settings.priceClass,
      webAclId: settings.webAclArn,
      // For CloudFront's own domain name and certificate CloudFront also sets the TLS version.
      ...(domain && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
    });
  }

  /** Nothing is cached. Every header is passed on except Host, by which API Gateway recognises its APIs. */
  private apiBehaviors(host: string): Record<string, BehaviorOptions> {
    const behavior: BehaviorOptions = {
      origin: new HttpOrigin(host, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        // API Gateway times out after 30 s.
        readTimeout: Duration.seconds(31),
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      // There is no redirect from http: the client would already have sent its token without TLS.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'ApiHeaders', apiHeaders()),
    };
    return Object.fromEntries(apiPaths().map((path) => [path, behavior]));
  }

  /** An operator's logos, which may be opened by themselves: as the page, with headers by which nothing in a file runs. */
  private logoBehavior(
    { settings, signIn }: DashboardHostingProps,
    page: BehaviorOptions,
  ): Record<string, BehaviorOptions> {
    if (settings.logos === undefined) return {};
    const responseHeadersPolicy = new ResponseHeadersPolicy(this, 'LogoHeaders', logoHeaders(signIn));
    return { '/logos/*': { ...page, responseHeadersPolicy } };
  }

  /** The frame of a silent sign-in: its own page may frame it, and no other. */
  private frameBehavior(
    { settings, signIn }: DashboardHostingProps,
    page: BehaviorOptions,
  ): Record<string, BehaviorOptions> {
    if (!settings.silentSignIn) return {};
    const responseHeadersPolicy = new ResponseHeadersPolicy(
      this,
      'FrameHeaders',
      frameOfSignInHeaders(signIn),
    );
    return { '/silent.html': { ...page, responseHeadersPolicy } };
  }

  private addRecords({ name, hostedZone }: DomainSettings): void {
    if (!hostedZone) return;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: hostedZone.id,
      zoneName: hostedZone.name,
    });
    const record = {
      zone,
      recordName: `${name}.`,
      target: RecordTarget.fromAlias(new CloudFrontTarget(this.distribution)),
    };
    new ARecord(this, 'Ipv4', record);
    new AaaaRecord(this, 'Ipv6', record);
  }
}

/** The hosting of a stage with `hostedDashboard`; undefined for other stages. */
export function hostDashboard(
  scope: Construct,
  { hostedDashboard: settings, domain }: StageSettings,
  rest: Omit<DashboardHostingProps, 'settings' | 'domain'>,
): DashboardHosting | undefined {
  if (!settings) return undefined;
  return new DashboardHosting(scope, 'Dashboard', { settings, domain, ...rest });
}

/** The path patterns of the contract's routes: `/v1/*`, `/oauth/*`, and whole paths that have one segment only. */
export function apiPaths(): string[] {
  const paths = ROUTES.map(({ path }) => path.replace(/^(\/[^/]+)\/.*$/, '$1/*'));
  return [...new Set(paths)];
}
