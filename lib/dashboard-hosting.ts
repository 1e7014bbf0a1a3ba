/**
 * The dashboard and the API at one origin: a CloudFront distribution whose paths of the API go to API Gateway and all else
 * to a private bucket. So no page of another origin calls the API, and nothing depends in a circle.
 */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { ROUTES } from '../src/contract/routes.ts';
import { DashboardFiles } from './dashboard-files.ts';
import { acknowledgeDistributionFindings } from './dashboard-findings.ts';
import { apiHeaders, pageHeaders } from './dashboard-headers.ts';
import type { DomainSettings, HostedDashboardSettings } from './dashboard-settings.ts';
import { DEFAULT_WORKSPACE_CLAIM, type StageSettings } from './stages.ts';

export interface DashboardHostingProps {
  readonly settings: HostedDashboardSettings;
  /** The stage's own name for it. */
  readonly domain?: DomainSettings;
  readonly jwt: { readonly issuer: string; readonly audience: string; readonly workspaceClaim: string };
  /** Host name of the HTTP API. */
  readonly apiHost: string;
  /** How long the upload's log is kept. */
  readonly logRetention: RetentionDays;
  /** What becomes of the page's bucket when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
}

export class DashboardHosting extends Construct {
  /** Where page and API are reached, without a trailing slash. */
  readonly origin: string;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: DashboardHostingProps) {
    super(scope, id);
    const files = new DashboardFiles(this, 'Files', props);
    this.distribution = this.distribute(props, files);
    acknowledgeDistributionFindings(this.distribution, {
      named: props.domain !== undefined,
      guarded: props.settings.webAclArn !== undefined,
    });
    this.origin = `https://${props.domain?.name ?? this.distribution.distributionDomainName}`;
    if (props.domain) this.name(props.domain);
    const { settings, jwt } = props;
    files.upload({ ...jwt, clientId: settings.clientId, apiOrigin: this.origin });
  }

  private distribute(props: DashboardHostingProps, { bucket }: DashboardFiles): Distribution {
    const { settings, domain } = props;
    return new Distribution(this, 'Distribution', {
      comment: 'Connections: dashboard and API',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: new ResponseHeadersPolicy(
          this,
          'PageHeaders',
          pageHeaders(props.jwt.issuer, settings),
        ),
      },
      additionalBehaviors: this.apiBehaviors(props.apiHost),
      // The page has one address. No errorResponses: they would replace the API's answers too.
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: settings.priceClass,
      webAclId: settings.webAclArn,
      // Under CloudFront's own name and certificate its TLS settings are CloudFront's too.
      ...(domain && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
    });
  }

  /** Nothing is kept. Every header goes on but Host, by which API Gateway tells its APIs apart. */
  private apiBehaviors(host: string): Record<string, BehaviorOptions> {
    const behavior: BehaviorOptions = {
      origin: new HttpOrigin(host, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        // API Gateway gives up after 30 s.
        readTimeout: Duration.seconds(31),
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      // Not a redirect: the token would have gone out in clear before it.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'ApiHeaders', apiHeaders()),
    };
    return Object.fromEntries(apiPaths().map((path) => [path, behavior]));
  }

  private name({ name, hostedZone }: DomainSettings): void {
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

/** For a stage that says so. */
export function hostDashboard(
  scope: Construct,
  { hostedDashboard: settings, domain, jwt }: StageSettings,
  rest: Pick<DashboardHostingProps, 'apiHost' | 'logRetention' | 'removalPolicy'>,
): DashboardHosting | undefined {
  if (!settings) return undefined;
  const { issuer, audience, workspaceClaim = DEFAULT_WORKSPACE_CLAIM } = jwt;
  const props = { settings, domain, jwt: { issuer, audience, workspaceClaim }, ...rest };
  return new DashboardHosting(scope, 'Dashboard', props);
}

/** Of the contract's routes: `/v1/*`, `/oauth/*`, and whole paths where there is one segment. */
export function apiPaths(): string[] {
  const paths = ROUTES.map(({ path }) => path.replace(/^(\/[^/]+)\/.*$/, '$1/*'));
  return [...new Set(paths)];
}
