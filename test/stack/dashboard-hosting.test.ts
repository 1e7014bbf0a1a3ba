/**
 * The hosting of the dashboard, on the template: no CloudFront runs here.
 * Covers lib/dashboard/dashboard-hosting.ts, lib/dashboard/dashboard-headers.ts, lib/dashboard/dashboard-config.ts,
 * lib/dashboard/page-addresses.ts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { beforeAll, describe, expect, it } from 'vitest';
import { dashboardConfig } from '../../lib/dashboard/dashboard-config.ts';
import { pathOf } from '../../lib/prebuilt.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { frameHeaders, securityHeaders } from '../../src/contract/security-headers.ts';
import { DOMAIN, hosting } from './hosted-stage.ts';
import { resolve } from './resolve.ts';
import {
  onlyResource,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
} from './stage-template.ts';

const SIGN_IN = 'https://acme.auth.eu-central-1.amazoncognito.com';

let bare: StageTemplate;
let named: StageTemplate;
let silent: StageTemplate;
beforeAll(() => {
  bare = stageTemplate(hosting());
  named = stageTemplate(
    hosting({
      domain: DOMAIN,
      hostedDashboard: {
        clientId: 'dashboard',
        signInOrigins: [SIGN_IN],
        priceClass: PriceClass.PRICE_CLASS_100,
        webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/acme/0a1b',
      },
    }),
  );
  silent = stageTemplate(
    hosting({ hostedDashboard: { clientId: 'dashboard', signInOrigins: [SIGN_IN], silentSignIn: true } }),
  );
});
const config = (template: StageTemplate) =>
  onlyResource(template, 'AWS::CloudFront::Distribution')[1].Properties.DistributionConfig;
const distributionDomain = (template: StageTemplate) =>
  `https://${onlyResource(template, 'AWS::CloudFront::Distribution')[0]}.DomainName`;
function headersOf(template: StageTemplate, behavior: { ResponseHeadersPolicyId: { Ref: string } }) {
  return template.resources[behavior.ResponseHeadersPolicyId.Ref]?.Properties.ResponseHeadersPolicyConfig;
}
/** The headers that a policy sends, by their names, beside strict transport. */
function sentBy(policy: ReturnType<typeof headersOf>): Record<string, string> {
  const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = policy;
  return {
    'content-security-policy': security.ContentSecurityPolicy.ContentSecurityPolicy,
    'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
    'x-frame-options': security.FrameOptions.FrameOption,
    'x-content-type-options': security.ContentTypeOptions.Override && 'nosniff',
    ...Object.fromEntries(custom.Items.map(({ Header, Value }: Record<string, string>) => [Header, Value])),
  };
}
const variablesOf = (template: StageTemplate, name: 'connect' | 'oauth-callback') =>
  resolve(template.resources[template.functionIds[name]]?.Properties.Environment.Variables) as Record<
    string,
    string
  >;

describe('page and API', () => {
  it('are at one origin: the distribution’s own name, or the domain', () => {
    for (const [template, origin] of [
      [bare, distributionDomain(bare)],
      [named, 'https://connections.acme.internal'],
    ] as const) {
      expect(variablesOf(template, 'connect')).toMatchObject({
        CONNECTIONS_API_ORIGIN: origin,
        CONNECTIONS_DASHBOARD_URL: origin,
      });
      expect(variablesOf(template, 'oauth-callback').CONNECTIONS_DASHBOARD_URL).toBe(origin);
      expect(resolve(template.outputs.ApiOrigin?.Value)).toBe(origin);
      expect(resolve(template.outputs.DashboardUrl?.Value)).toBe(origin);
    }
  });

  it('so no page of another origin may call the API, but for those that the stage names', () => {
    const corsOf = (template: StageTemplate) =>
      onlyResource(template, 'AWS::ApiGatewayV2::Api')[1].Properties.CorsConfiguration;
    expect(corsOf(bare)).toBeUndefined();
    const other = stageTemplate(hosting({ dashboardOrigins: ['https://intranet.acme.internal'] }));
    expect(corsOf(other).AllowOrigins).toEqual(['https://intranet.acme.internal']);
  });

  it('are told apart by the contract’s routes, of which every one reaches API Gateway', () => {
    const patterns: string[] = config(bare).CacheBehaviors.map(
      (behavior: { PathPattern: string }) => behavior.PathPattern,
    );
    expect(patterns.sort()).toEqual(['/healthz', '/oauth/*', '/openapi.json', '/v1/*']);
    const isTaken = (path: string) =>
      patterns.some((pattern) =>
        pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern,
      );
    for (const { path } of ROUTES) expect(isTaken(path), path).toBe(true);
    for (const file of ['/', '/index.html', '/app.js', '/app.css', '/icon.svg', '/config.json'])
      expect(isTaken(file), file).toBe(false);
  });

  it('have no page that stands in for an error: it would replace the API’s answers too', () => {
    expect(config(bare).CustomErrorResponses).toBeUndefined();
    expect(config(bare).DefaultRootObject).toBe('index.html');
  });
});

describe('the API’s paths', () => {
  it('pass every method and header on over TLS, keep nothing, and take no token in clear', () => {
    const [api] = onlyResource(bare, 'AWS::ApiGatewayV2::Api');
    for (const behavior of config(bare).CacheBehaviors) {
      const origin = config(bare).Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId);
      expect(resolve(origin.DomainName)).toBe(`${api}.execute-api.eu-central-1.amazonaws.com`);
      expect(origin.CustomOriginConfig).toMatchObject({
        OriginProtocolPolicy: 'https-only',
        OriginSSLProtocols: ['TLSv1.2'],
        OriginReadTimeout: 31,
      });
      expect(behavior.ViewerProtocolPolicy).toBe('https-only');
      expect(behavior.AllowedMethods).toContain('DELETE');
      // AWS's CachingDisabled and AllViewerExceptHostHeader (CloudFront documentation, managed policies).
      expect(behavior.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
      expect(behavior.OriginRequestPolicyId).toBe('b689b0a8-53d0-40ab-baf2-68738e2966ac');
    }
  });

  it('T066 leave no log of query strings, in which codes and states are', () => {
    expect(config(bare).Logging).toBeUndefined();
    expect(resourcesOf(bare, 'AWS::CloudFront::RealtimeLogConfig')).toEqual([]);
    expect(resourcesOf(bare, 'AWS::Logs::DeliverySource')).toEqual([]);
  });

  it('answer nothing that could run in the page’s origin, whoever answers', () => {
    for (const behavior of config(bare).CacheBehaviors)
      expect(headersOf(bare, behavior).SecurityHeadersConfig).toMatchObject({
        ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'" },
        ContentTypeOptions: { Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63072000 },
      });
  });
});

describe('the page', () => {
  it('T178 has the local environment’s headers, and strict transport beside them', () => {
    const issuer = settingsOf('prod').jwt.issuer;
    for (const [template, signInOrigins] of [
      [bare, []],
      [named, [SIGN_IN]],
    ] as const) {
      const headers = headersOf(template, config(template).DefaultCacheBehavior);
      expect(sentBy(headers)).toEqual(securityHeaders({ issuer, signInOrigins }));
      expect(headers.SecurityHeadersConfig.StrictTransportSecurity).toEqual({
        AccessControlMaxAgeSec: 63072000,
        IncludeSubdomains: true,
        Override: true,
      });
      const all = [
        ...Object.values<{ Override: boolean }>(headers.SecurityHeadersConfig),
        ...headers.CustomHeadersConfig.Items,
      ];
      for (const { Override } of all) expect(Override).toBe(true);
    }
  });

  it('has addresses of its own within it, by a function that touches neither the API nor other files', () => {
    const [id, { Properties }] = onlyResource(bare, 'AWS::CloudFront::Function');
    expect(Properties).toMatchObject({
      FunctionCode: readFileSync(pathOf('lib/dashboard/page-addresses.js'), 'utf8'),
      FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
      AutoPublish: true,
    });
    expect(config(bare).DefaultCacheBehavior.FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [id, 'FunctionARN'] } },
    ]);
    for (const behavior of [...config(bare).CacheBehaviors, ...config(silent).CacheBehaviors])
      expect(behavior.FunctionAssociations).toBeUndefined();
  });

  it('comes from a private bucket, which this distribution alone reads', () => {
    const origin = config(bare).Origins.find(
      ({ Id }: { Id: string }) => Id === config(bare).DefaultCacheBehavior.TargetOriginId,
    );
    const [control, { Properties }] = onlyResource(bare, 'AWS::CloudFront::OriginAccessControl');
    expect(origin.OriginAccessControlId['Fn::GetAtt'][0]).toBe(control);
    expect(Properties.OriginAccessControlConfig).toMatchObject({
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
    const bucket = origin.DomainName['Fn::GetAtt'][0];
    expect(bare.resources[bucket]?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(bare.resources[bucket]?.Properties.WebsiteConfiguration).toBeUndefined();
    const allowed = resourcesOf(bare, 'AWS::S3::BucketPolicy')
      .filter(([, policy]) => policy.Properties.Bucket.Ref === bucket)
      .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      {
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      },
    ]);
  });

  it('is asked for anew, so that a deployment needs no right to clear caches', () => {
    const [, upload] = onlyResource(bare, 'Custom::CDKBucketDeployment');
    expect(upload.Properties.SystemMetadata).toEqual({ 'cache-control': 'no-cache' });
    expect(bare.text).not.toContain('cloudfront:CreateInvalidation');
  });
});

describe('a silent sign-in', () => {
  const frameOf = (template: StageTemplate) =>
    config(template).CacheBehaviors.find(
      ({ PathPattern }: { PathPattern: string }) => PathPattern === '/silent.html',
    );

  it('T178 has a frame that the page alone may frame, and the page may frame the sign-in', () => {
    const places = { issuer: settingsOf('prod').jwt.issuer, signInOrigins: [SIGN_IN], silentSignIn: true };
    const page = securityHeaders(places);
    expect(sentBy(headersOf(silent, config(silent).DefaultCacheBehavior))).toEqual(page);
    expect(page['content-security-policy']).toContain(`frame-src 'self' ${places.issuer} ${SIGN_IN};`);
    expect(sentBy(headersOf(silent, frameOf(silent)))).toEqual(frameHeaders(page));
    expect(frameOf(silent)).toMatchObject({ ViewerProtocolPolicy: 'redirect-to-https' });
    expect(frameOf(silent).TargetOriginId).toBe(config(silent).DefaultCacheBehavior.TargetOriginId);
  });

  it('is off unless the stage says otherwise', () => {
    expect(frameOf(bare)).toBeUndefined();
    expect(
      sentBy(headersOf(bare, config(bare).DefaultCacheBehavior))['content-security-policy'],
    ).not.toContain('frame-src');
    const signIn = { jwt: settingsOf('prod').jwt, clientId: 'dashboard' };
    expect(dashboardConfig(signIn, 'https://c.test', {})).not.toHaveProperty('silentSignIn');
    expect(dashboardConfig(signIn, 'https://c.test', { silentSignIn: true })).toMatchObject({
      silentSignIn: true,
    });
  });
});

describe('a domain', () => {
  it('brings its certificate, TLS 1.2 and its records', () => {
    expect(config(named)).toMatchObject({
      Aliases: ['connections.acme.internal'],
      PriceClass: 'PriceClass_100',
      WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/acme/0a1b',
      ViewerCertificate: { AcmCertificateArn: DOMAIN.certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    const records = resourcesOf(named, 'AWS::Route53::RecordSet').map(([, { Properties }]) => Properties);
    expect(records.map(({ Type }) => Type).sort()).toEqual(['A', 'AAAA']);
    for (const record of records)
      expect(record).toMatchObject({ Name: 'connections.acme.internal.', HostedZoneId: 'Z0123456789' });
  });

  it('whose zone is elsewhere is only told where to point', () => {
    const { hostedZone: _, ...elsewhere } = DOMAIN;
    const template = stageTemplate(hosting({ domain: elsewhere }));
    expect(resourcesOf(template, 'AWS::Route53::RecordSet')).toEqual([]);
    expect(resolve(template.outputs.DistributionDomain?.Value)).toBe(distributionDomain(template).slice(8));
  });
});

describe('an operator’s logos', () => {
  it('are files of the page’s bucket, with the page’s headers and a policy by which none of them runs anything', () => {
    const logos = mkdtempSync(join(tmpdir(), 'connections-logos-'));
    writeFileSync(join(logos, 'google.svg'), '<svg/>');
    const template = stageTemplate(hosting({ hostedDashboard: { clientId: 'dashboard', logos } }));
    rmSync(logos, { recursive: true });
    const { CacheBehaviors, DefaultCacheBehavior: page } = config(template);
    const [logo] = CacheBehaviors.filter(
      ({ PathPattern }: { PathPattern: string }) => PathPattern === '/logos/*',
    );
    const { PathPattern: _, ResponseHeadersPolicyId: own, ...behavior } = logo;
    // A logo is a file and no page within the page.
    const { ResponseHeadersPolicyId: ofPage, FunctionAssociations: _rewrites, ...same } = page;
    expect(behavior).toEqual(same);
    expect(own).not.toEqual(ofPage);
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = headersOf(template, logo);
    const pageHeaders = headersOf(template, page);
    expect(custom).toEqual(pageHeaders.CustomHeadersConfig);
    expect(security).toEqual({
      ...pageHeaders.SecurityHeadersConfig,
      ContentSecurityPolicy: {
        ContentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        Override: true,
      },
    });
  });
});
