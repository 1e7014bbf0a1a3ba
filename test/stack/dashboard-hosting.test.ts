/**
 * How a stage hosts its dashboard, on the template: page and API at one origin, the page’s bucket, and a domain. No CloudFront runs here.
 * Covers lib/dashboard/dashboard-hosting.ts, lib/dashboard/page-addresses.ts.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pathOf } from '../../lib/prebuilt.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { DOMAIN, hosting } from './hosted-stage.ts';
import { bare, config, distributionDomain, named, silent } from './hosted-templates.ts';
import { resolve } from './resolve.ts';
import { onlyResource, resourcesOf, type StageTemplate, stageTemplate } from './stage-template.ts';

const variablesOf = (template: StageTemplate, name: 'connect' | 'oauth-callback') =>
  resolve(template.resources[template.functionIds[name]]?.Properties.Environment.Variables) as Record<
    string,
    string
  >;

describe('page and API', () => {
  it('are at one origin: the distribution’s own name, or the domain', () => {
    for (const [template, origin] of [
      [bare(), distributionDomain(bare())],
      [named(), 'https://connections.acme.internal'],
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
    expect(corsOf(bare())).toBeUndefined();
    const other = stageTemplate(hosting({ dashboardOrigins: ['https://intranet.acme.internal'] }));
    expect(corsOf(other).AllowOrigins).toEqual(['https://intranet.acme.internal']);
  });

  it('are told apart by the contract’s routes, of which every one reaches API Gateway', () => {
    const patterns: string[] = config(bare()).CacheBehaviors.map(
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
    expect(config(bare()).CustomErrorResponses).toBeUndefined();
    expect(config(bare()).DefaultRootObject).toBe('index.html');
  });
});

describe('the page', () => {
  it('has addresses of its own within it, by a function that touches neither the API nor other files', () => {
    const [id, { Properties }] = onlyResource(bare(), 'AWS::CloudFront::Function');
    expect(Properties).toMatchObject({
      FunctionCode: readFileSync(pathOf('lib/dashboard/page-addresses.js'), 'utf8'),
      FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
      AutoPublish: true,
    });
    expect(config(bare()).DefaultCacheBehavior.FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [id, 'FunctionARN'] } },
    ]);
    for (const behavior of [...config(bare()).CacheBehaviors, ...config(silent()).CacheBehaviors])
      expect(behavior.FunctionAssociations).toBeUndefined();
  });

  it('comes from a private bucket, which this distribution alone reads', () => {
    const origin = config(bare()).Origins.find(
      ({ Id }: { Id: string }) => Id === config(bare()).DefaultCacheBehavior.TargetOriginId,
    );
    const [control, { Properties }] = onlyResource(bare(), 'AWS::CloudFront::OriginAccessControl');
    expect(origin.OriginAccessControlId['Fn::GetAtt'][0]).toBe(control);
    expect(Properties.OriginAccessControlConfig).toMatchObject({
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
    const bucket = origin.DomainName['Fn::GetAtt'][0];
    expect(bare().resources[bucket]?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(bare().resources[bucket]?.Properties.WebsiteConfiguration).toBeUndefined();
    const allowed = resourcesOf(bare(), 'AWS::S3::BucketPolicy')
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
    const [, upload] = onlyResource(bare(), 'Custom::CDKBucketDeployment');
    expect(upload.Properties.SystemMetadata).toEqual({ 'cache-control': 'no-cache' });
    expect(bare().text).not.toContain('cloudfront:CreateInvalidation');
  });
});

describe('a domain', () => {
  it('brings its certificate, TLS 1.2 and its records', () => {
    expect(config(named())).toMatchObject({
      Aliases: ['connections.acme.internal'],
      PriceClass: 'PriceClass_100',
      WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/acme/0a1b',
      ViewerCertificate: { AcmCertificateArn: DOMAIN.certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    const records = resourcesOf(named(), 'AWS::Route53::RecordSet').map(([, { Properties }]) => Properties);
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
