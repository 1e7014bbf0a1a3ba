/**
 * What the distribution answers beside the files, and for whom: the page’s headers, those of the frame of a silent sign-in, of logos
 * and of the API’s paths, which it passes on and keeps nothing of.
 * Covers lib/dashboard/dashboard-headers.ts, lib/dashboard/dashboard-config.ts, lib/dashboard/dashboard-hosting.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dashboardConfig } from '../../lib/dashboard/dashboard-config.ts';
import { frameHeaders, securityHeaders } from '../../src/contract/security-headers.ts';
import { hosting } from './hosted-stage.ts';
import { bare, config, headersOf, named, SIGN_IN, sentBy, silent } from './hosted-templates.ts';
import { resolve } from './resolve.ts';
import {
  onlyResource,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
} from './stage-template.ts';

describe('the page', () => {
  it('T178 has the local environment’s headers, and strict transport beside them', () => {
    const issuer = settingsOf('prod').jwt.issuer;
    for (const [template, signInOrigins] of [
      [bare(), []],
      [named(), [SIGN_IN]],
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
});

describe('a silent sign-in', () => {
  const frameOf = (template: StageTemplate) =>
    config(template).CacheBehaviors.find(
      ({ PathPattern }: { PathPattern: string }) => PathPattern === '/silent.html',
    );

  it('T178 has a frame that the page alone may frame, and the page may frame the sign-in', () => {
    const places = { issuer: settingsOf('prod').jwt.issuer, signInOrigins: [SIGN_IN], silentSignIn: true };
    const page = securityHeaders(places);
    expect(sentBy(headersOf(silent(), config(silent()).DefaultCacheBehavior))).toEqual(page);
    expect(page['content-security-policy']).toContain(`frame-src 'self' ${places.issuer} ${SIGN_IN};`);
    expect(sentBy(headersOf(silent(), frameOf(silent())))).toEqual(frameHeaders(page));
    expect(frameOf(silent())).toMatchObject({ ViewerProtocolPolicy: 'redirect-to-https' });
    expect(frameOf(silent()).TargetOriginId).toBe(config(silent()).DefaultCacheBehavior.TargetOriginId);
  });

  it('is off unless the stage says otherwise', () => {
    expect(frameOf(bare())).toBeUndefined();
    expect(
      sentBy(headersOf(bare(), config(bare()).DefaultCacheBehavior))['content-security-policy'],
    ).not.toContain('frame-src');
    const signIn = { jwt: settingsOf('prod').jwt, clientId: 'dashboard' };
    expect(dashboardConfig(signIn, 'https://c.test', {})).not.toHaveProperty('silentSignIn');
    expect(dashboardConfig(signIn, 'https://c.test', { silentSignIn: true })).toMatchObject({
      silentSignIn: true,
    });
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

describe('the API’s paths', () => {
  it('pass every method and header on over TLS, keep nothing, and take no token in clear', () => {
    const [api] = onlyResource(bare(), 'AWS::ApiGatewayV2::Api');
    for (const behavior of config(bare()).CacheBehaviors) {
      const origin = config(bare()).Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId);
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
    expect(config(bare()).Logging).toBeUndefined();
    expect(resourcesOf(bare(), 'AWS::CloudFront::RealtimeLogConfig')).toEqual([]);
    expect(resourcesOf(bare(), 'AWS::Logs::DeliverySource')).toEqual([]);
  });

  it('answer nothing that could run in the page’s origin, whoever answers', () => {
    for (const behavior of config(bare()).CacheBehaviors)
      expect(headersOf(bare(), behavior).SecurityHeadersConfig).toMatchObject({
        ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'" },
        ContentTypeOptions: { Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63072000 },
      });
  });
});
