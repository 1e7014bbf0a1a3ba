/** Templates of stages that host their dashboard, and what is read of their distribution. Each is made once, by the first test that asks. */
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { DOMAIN, hosting } from './hosted-stage.ts';
import { onlyResource, type StageTemplate, stageTemplate } from './stage-template.ts';

export const SIGN_IN = 'https://acme.auth.eu-central-1.amazoncognito.com';

const made = new Map<string, StageTemplate>();
const once = (name: string, settings: () => StageSettings) => () => {
  const template = made.get(name) ?? stageTemplate(settings());
  made.set(name, template);
  return template;
};

/** With nothing that a stage need not say. */
export const bare = once('bare', () => hosting());
/** With a domain, a price class and a web ACL, and a sign-in at another origin than the issuer. */
export const named = once('named', () =>
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
/** With a sign-in within a frame. */
export const silent = once('silent', () =>
  hosting({ hostedDashboard: { clientId: 'dashboard', signInOrigins: [SIGN_IN], silentSignIn: true } }),
);

export const config = (template: StageTemplate) =>
  onlyResource(template, 'AWS::CloudFront::Distribution')[1].Properties.DistributionConfig;
export const distributionDomain = (template: StageTemplate) =>
  `https://${onlyResource(template, 'AWS::CloudFront::Distribution')[0]}.DomainName`;

export function headersOf(template: StageTemplate, behavior: { ResponseHeadersPolicyId: { Ref: string } }) {
  return template.resources[behavior.ResponseHeadersPolicyId.Ref]?.Properties.ResponseHeadersPolicyConfig;
}
/** The headers that a policy sends, by their names, beside strict transport. */
export function sentBy(policy: ReturnType<typeof headersOf>): Record<string, string> {
  const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = policy;
  return {
    'content-security-policy': security.ContentSecurityPolicy.ContentSecurityPolicy,
    'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
    'x-frame-options': security.FrameOptions.FrameOption,
    'x-content-type-options': security.ContentTypeOptions.Override && 'nosniff',
    ...Object.fromEntries(custom.Items.map(({ Header, Value }: Record<string, string>) => [Header, Value])),
  };
}
