/**
 * The addresses of a stage are checked, and so are its account settings.
 * Covers lib/settings/faults/validate-addresses.ts, lib/settings/faults/validate-account.ts,
 * lib/settings/stage-settings.ts, lib/stage-error.ts.
 */
import { describe, expect, it } from 'vitest';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { DOMAIN, hosting } from './hosted-stage.ts';
import { faultsOf } from './stage-faults.ts';
import { settingsOf } from './stage-template.ts';

const prod = settingsOf('prod');
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b';

describe('a stage that hosts its dashboard', () => {
  it('needs neither dashboardUrl nor apiOrigin, with and without a domain', () => {
    expect(faultsOf(hosting())).toEqual([]);
    expect(faultsOf(hosting({ domain: DOMAIN }))).toEqual([]);
    expect(faultsOf(hosting({ dashboardOrigins: ['https://intranet.acme.internal'] }))).toEqual([]);
    const apex = { ...DOMAIN, name: 'acme.internal' };
    expect(faultsOf(hosting({ domain: apex }))).toEqual([]);
  });

  const hosted = { clientId: 'dashboard' };
  it.each<[string, Partial<StageSettings>, string]>([
    [
      'two dashboards',
      { dashboardUrl: 'https://connections.acme.internal' },
      'dashboardUrl is derived from hostedDashboard and domain; leave it out.',
    ],
    [
      'two origins',
      { apiOrigin: 'https://api.acme.internal' },
      'apiOrigin is derived from hostedDashboard and domain; leave it out.',
    ],
    [
      'no client',
      { hostedDashboard: { clientId: '' } },
      'hostedDashboard.clientId must name the dashboard’s client at the identity provider.',
    ],
    [
      'a sign-in origin that is none',
      { hostedDashboard: { ...hosted, signInOrigins: ['https://id.acme.internal; script-src *'] } },
      'hostedDashboard.signInOrigins has "https://id.acme.internal; script-src *"; write each origin exactly, https:// and without path.',
    ],
    [
      'a regional web ACL',
      {
        hostedDashboard: {
          ...hosted,
          webAclArn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/acme/0a1b',
        },
      },
      'hostedDashboard.webAclArn must be the ARN of a web ACL of scope CLOUDFRONT, which is in us-east-1.',
    ],
    [
      'a domain with a scheme',
      { domain: { ...DOMAIN, name: 'https://connections.acme.internal', hostedZone: undefined } },
      'domain.name is "https://connections.acme.internal"; write only a host name, such as connections.acme.test.',
    ],
    [
      'a certificate of another Region',
      { domain: { ...DOMAIN, certificateArn: DOMAIN.certificateArn.replace('us-east-1', 'eu-central-1') } },
      'domain.certificateArn is of eu-central-1; CloudFront accepts certificates of us-east-1 only, so request one there.',
    ],
    [
      'no certificate',
      { domain: { ...DOMAIN, certificateArn: 'acme' } },
      'domain.certificateArn must be the ARN of a certificate of AWS Certificate Manager.',
    ],
    [
      'a zone that does not hold the name',
      { domain: { ...DOMAIN, hostedZone: { id: 'Z1', name: 'cme.internal' } } },
      'domain.name is not in the zone cme.internal; name the zone that holds it.',
    ],
    [
      'a zone by name',
      { domain: { ...DOMAIN, hostedZone: { id: 'acme.internal', name: 'acme.internal' } } },
      'domain.hostedZone.id must be the zone’s id, which begins with Z.',
    ],
  ])('is told of %s', (_, more, sentence) => {
    expect(faultsOf(hosting(more))).toEqual([sentence]);
  });
});

describe('a stage whose dashboard is elsewhere', () => {
  it('must say where, and has no domain', () => {
    const { dashboardUrl: _, ...nowhere } = prod;
    expect(faultsOf(nowhere)).toEqual([
      'dashboardUrl is missing; write the page’s URL, or let the stage host the page with hostedDashboard.',
    ]);
    expect(faultsOf({ ...prod, domain: DOMAIN })).toEqual([
      'domain is the name of a distribution, and only hostedDashboard creates one; set hostedDashboard, or leave domain out.',
    ]);
  });
});

describe('an account', () => {
  it('may be named, with Region, boundary, key and network', () => {
    expect(
      faultsOf({
        ...prod,
        account: '111122223333',
        region: 'eu-central-1',
        permissionsBoundary: 'arn:aws:iam::111122223333:policy/team/boundary',
        vaultKeyArn: KEY,
        vpc: { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] },
      }),
    ).toEqual([]);
  });

  it.each<[string, Partial<StageSettings>, string]>([
    ['a short account', { account: '1111' }, 'account must be 12 digits, as text.'],
    [
      'a Region that is none',
      { region: 'Frankfurt' },
      'region must be the name of an AWS Region, such as eu-central-1.',
    ],
    [
      'a boundary by name',
      { permissionsBoundary: 'boundary' },
      'permissionsBoundary must be the full ARN of a managed policy, arn:aws:iam::<account>:policy/<name>.',
    ],
    [
      'an alias',
      { vaultKeyArn: 'arn:aws:kms:eu-central-1:111122223333:alias/vault' },
      'vaultKeyArn must be the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>; the ARN of an alias is not accepted.',
    ],
    [
      'a key elsewhere',
      { region: 'eu-west-1', vaultKeyArn: KEY },
      'vaultKeyArn is a key of eu-central-1, and the stage is in eu-west-1; use a key of the same Region.',
    ],
    [
      'a network without subnets',
      { vpc: { subnetIds: [], securityGroupIds: ['sg-0a1b2c3d'] } },
      'vpc.subnetIds must list at least one id that begins with subnet-.',
    ],
    [
      'a security group by name',
      { vpc: { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['default'] } },
      'vpc.securityGroupIds must list at least one id that begins with sg-.',
    ],
  ])('is refused with %s', (_, more, sentence) => {
    expect(faultsOf({ ...prod, ...more })).toEqual([sentence]);
  });
});
