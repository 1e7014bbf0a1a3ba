/**
 * The settings of a stage are checked.
 * Covers lib/settings/faults/validate-stage.ts, lib/settings/faults/validate-sign-in.ts,
 * lib/settings/faults/validate-injector-audiences.ts, lib/settings/faults/validate-refresh.ts,
 * lib/settings/faults/validate-concurrency.ts, lib/settings/sign-in-settings.ts, lib/settings/stage-settings.ts, lib/stages.ts,
 * lib/stage-error.ts.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { accessTokensOf } from '../../lib/settings/sign-in-settings.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { chooseStages } from '../../lib/stages.ts';
import { STAGES } from './filled-in-stages.ts';
import { faultsOf } from './stage-faults.ts';
import { settingsOf } from './stage-template.ts';

const prod = settingsOf('prod');
const dev = settingsOf('dev');

const PROFILES =
  'rfc9068, auth0, clerk, cognito, descope, entra, fusionauth, keycloak, okta, ory, workos, jwt-with-scope';

const server = {
  id: 'crm',
  name: 'CRM',
  provider: 'google',
  allowedHosts: ['crm.acme.internal'],
  placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
  removeHeaders: [],
  binding: 'request',
  discovery: false,
  scopes: [],
} satisfies NonNullable<StageSettings['servers']>[number];

describe('stages', () => {
  it.each(STAGES.map((stage) => [stage.name, stage] as const))('%s, filled in, is sound', (_, stage) => {
    expect(faultsOf(stage)).toEqual([]);
  });

  it('are chosen by name, or all when none is named', () => {
    expect(chooseStages(undefined).map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
    expect(chooseStages('staging').map(({ name }) => name)).toEqual(['staging']);
    expect(() => chooseStages('production')).toThrow(
      'There is no stage "production"; use -c stage= with one of dev, staging, prod, or add it to lib/stages.ts.',
    );
  });

  it('take defaults that are fit for production', () => {
    const { name, dashboardUrl, jwt } = prod;
    expect(faultsOf({ name, dashboardUrl, jwt })).toEqual([]);
  });

  it('may add servers, callers, an origin of their own and, outside prod, a dashboard on this machine', () => {
    expect(
      faultsOf({
        ...dev,
        apiOrigin: 'https://connections-api.acme.internal',
        dashboardOrigins: [...(dev.dashboardOrigins ?? []), 'http://localhost:5173'],
        injectorCallers: ['arn:aws:iam::111122223333:role/path/mcp-runtime'],
        servers: [server],
      }),
    ).toEqual([]);
  });
});

describe('what an issuer sends', () => {
  it.each([
    ['https://acme.eu.auth0.com/', 'auth0'],
    ['https://login.microsoftonline.com/common/v2.0', 'entra'],
    ['https://sts.windows.net/t/', 'entra'],
    ['https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x', 'cognito'],
    ['https://acme.okta.com/oauth2/default', 'okta'],
    ['https://acme.clerk.accounts.dev', 'clerk'],
    ['https://api.descope.com/p', 'descope'],
    ['https://acme.fusionauth.io', 'fusionauth'],
    ['https://x.projects.oryapis.com', 'ory'],
    ['https://acme.authkit.app', 'workos'],
    ['https://id.acme.internal', undefined],
    ['https://auth0.com.evil.test', undefined],
    ['no URL', undefined],
  ])('of the host of %s is %s, if the stage does not say', (issuer, profile) => {
    expect(accessTokensOf({ issuer, audience: 'a' })).toBe(profile);
    expect(accessTokensOf({ issuer, audience: 'a', accessTokens: 'rfc9068' })).toBe('rfc9068');
  });
});

describe('a fault is named in one sentence, with its mend', () => {
  it.each<[string, StageSettings, string]>([
    [
      'a name that is no name',
      { ...dev, name: 'Dev/1' },
      'name must be 1 to 16 lower-case letters, digits or hyphens, beginning with a letter.',
    ],
    [
      'an http issuer',
      { ...dev, jwt: { ...dev.jwt, issuer: 'http://id.acme.internal' } },
      'jwt.issuer must be an https:// URL without query or fragment, exactly as tokens contain it in iss.',
    ],
    [
      'an empty audience',
      { ...dev, jwt: { ...dev.jwt, audience: '' } },
      'jwt.audience must be the aud of the tokens for this API; it must not be empty, nor end with /*.',
    ],
    [
      'a rule of personal workspaces that does not exist',
      { ...dev, personalWorkspaces: 'some' as 'off' },
      'personalWorkspaces must be one of off, members, everyone.',
    ],
    [
      'connections of people who have no workspace',
      { ...dev, servers: [{ id: 'github-mcp', connectionOf: 'person' }] },
      'servers has a connectionOf of people, who have no workspace to connect in; set personalWorkspaces.',
    ],
    [
      'an audience that stands for many',
      { ...dev, jwt: { ...dev.jwt, audience: 'https://*/*' } },
      'jwt.audience must be the aud of the tokens for this API; it must not be empty, nor end with /*.',
    ],
    [
      'an audience of the injector that stands for many',
      { ...dev, injectorAudiences: ['https://mcp.acme.internal/*'] },
      'injectorAudiences has "https://mcp.acme.internal/*"; write an aud of tokens, without white space or /* at its end.',
    ],
    [
      'the audience of the API once more',
      { ...dev, injectorAudiences: [dev.jwt.audience] },
      'injectorAudiences names an audience twice, or that of jwt, which token-injector takes anyway; keep it once.',
    ],
    [
      'an empty claim of people',
      { ...dev, jwt: { ...dev.jwt, personClaim: '' } },
      'jwt.personClaim must name the claim that names a person; it must not be empty.',
    ],
    [
      'an empty claim',
      { ...dev, jwt: { ...dev.jwt, workspaceClaim: ' ' } },
      'jwt.workspaceClaim must name the claim that lists workspaces; it must not be empty.',
    ],
    [
      'an issuer of which nothing is known',
      { ...dev, jwt: { ...dev.jwt, accessTokens: undefined } },
      `jwt.accessTokens must say how the issuer marks its access tokens: one of ${PROFILES} (docs/decisions/0019-which-token-is-an-access-token.md).`,
    ],
    [
      'a host that only ends like a known one',
      { ...dev, jwt: { ...dev.jwt, issuer: 'https://evilauth0.com/', accessTokens: undefined } },
      `jwt.accessTokens must say how the issuer marks its access tokens: one of ${PROFILES} (docs/decisions/0019-which-token-is-an-access-token.md).`,
    ],
    [
      'a profile that does not exist',
      { ...dev, jwt: { ...dev.jwt, accessTokens: 'anything' as 'rfc9068' } },
      `jwt.accessTokens must be one of ${PROFILES}.`,
    ],
    [
      'Google as the issuer',
      { ...dev, jwt: { ...dev.jwt, issuer: 'https://accounts.google.com' } },
      'jwt.issuer is Google, which issues no access tokens that an API of yours can verify; sign people in through an identity provider that does, with Google behind it.',
    ],
    ...[0, 59, 604_801, 3_600.5, Number.NaN, Number.POSITIVE_INFINITY].map(
      (maxAgeSeconds): [string, StageSettings, string] => [
        `an age of ${maxAgeSeconds} s`,
        { ...dev, jwt: { ...dev.jwt, maxAgeSeconds } },
        'jwt.maxAgeSeconds must be a whole number of seconds from 60 to 604800.',
      ],
    ),
    [
      'a form of the claim that does not exist',
      { ...dev, jwt: { ...dev.jwt, workspaceClaimForm: 'spaces' as 'list' } },
      'jwt.workspaceClaimForm must be one of list, space-separated-where-no-name-has-a-space.',
    ],
    [
      'a rule of apps that does not exist',
      { ...dev, allowedApps: 'own' as 'own-only' },
      'allowedApps must be one of verified-and-own, own-unless-a-workspace-allows-verified, own-only.',
    ],
    [
      'an API origin with a path',
      { ...dev, apiOrigin: 'https://api.acme.internal/' },
      'apiOrigin must be an https:// origin without path or trailing slash.',
    ],
    [
      'a dashboard with a fragment',
      { ...dev, dashboardOrigins: undefined, dashboardUrl: 'https://d.acme.internal/#x' },
      'dashboardUrl must be an https:// URL without trailing slash, query or fragment.',
    ],
    [
      'any origin',
      { ...prod, dashboardOrigins: ['https://connections.acme.internal', '*'] },
      'dashboardOrigins has "*"; write each origin exactly, https:// and without wildcard or path.',
    ],
    [
      'a wildcard origin',
      { ...prod, dashboardOrigins: ['https://connections.acme.internal', 'https://*.acme.internal'] },
      'dashboardOrigins has "https://*.acme.internal"; write each origin exactly, https:// and without wildcard or path.',
    ],
    [
      'a dashboard on one’s own machine in prod',
      { ...prod, dashboardOrigins: ['https://connections.acme.internal', 'http://localhost:5173'] },
      'dashboardOrigins has "http://localhost:5173"; write each origin exactly, https:// and without wildcard or path.',
    ],
    [
      'origins without the dashboard',
      { ...prod, dashboardOrigins: ['https://other.acme.internal'] },
      'dashboardOrigins lacks the dashboard\'s own origin; add "https://connections.acme.internal".',
    ],
    [
      'every role as caller',
      { ...prod, injectorCallers: ['arn:aws:iam::111122223333:role/*'] },
      'injectorCallers has "arn:aws:iam::111122223333:role/*"; write a role\'s full ARN, arn:aws:iam::<account>:role/<name>, without wildcard.',
    ],
    [
      'a whole account as caller',
      { ...prod, injectorCallers: ['arn:aws:iam::111122223333:root'] },
      'injectorCallers has "arn:aws:iam::111122223333:root"; write a role\'s full ARN, arn:aws:iam::<account>:role/<name>, without wildcard.',
    ],
    [
      'a caller twice',
      { ...prod, injectorCallers: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/a'] },
      'injectorCallers names a role twice; keep it once.',
    ],
    [
      'a rule that does not exist',
      { ...dev, callerToken: 'optional' as never },
      'callerToken must be one of required, trust-the-runtime-without-a-caller-token.',
    ],
    [
      'a prod that believes its runtime',
      { ...prod, callerToken: 'trust-the-runtime-without-a-caller-token' },
      "callerToken must be 'required': prod trusts no runtime without its caller's token.",
    ],
    [
      'a server without hosts',
      { ...dev, servers: [{ ...server, allowedHosts: [] }] },
      'servers[0].allowedHosts is empty; name the host of its url.',
    ],
    [
      'a server whose url is elsewhere',
      { ...dev, servers: [{ ...server, url: 'https://evil.example/mcp' }] },
      'servers[0].allowedHosts does not have the host of the url; add it, or correct the url.',
    ],
    [
      'an address that is none',
      { ...dev, servers: [{ id: 'x', url: 'https://a:b@c.example/' }] },
      'servers[0].url is not valid (no http or https URL of a host); correct it.',
    ],
    [
      'two servers of one id',
      { ...dev, servers: [server, server] },
      'servers has an id twice; give each server its own id.',
    ],
    [
      'a server that poses as a provider’s API',
      { ...dev, servers: [{ ...server, id: 'provider:google' }] },
      "servers has an id that begins with 'provider:', which is reserved for a provider's own API; rename it.",
    ],
    [
      'a prod that destroys',
      { ...prod, removalPolicy: RemovalPolicy.DESTROY },
      'removalPolicy must be RETAIN: without the key or the table every connection of prod is lost.',
    ],
    ['an unprotected prod', { ...prod, deletionProtection: false }, 'deletionProtection must be on in prod.'],
    [
      'a prod without backups',
      { ...prod, pointInTimeRecovery: false },
      'pointInTimeRecovery must be on in prod.',
    ],
    [
      'a stack that cannot go although it should',
      { ...dev, deletionProtection: true },
      'removalPolicy deletes the table that deletionProtection protects; change one of the two.',
    ],
    [
      'no executions at all',
      { ...dev, reservedConcurrency: { connect: 0 } },
      'reservedConcurrency of connect must be a whole number from 1; leave it out to reserve nothing.',
    ],
    [
      'no room for a tick beside the one before it',
      { ...dev, refreshShares: 2, reservedConcurrency: { 'token-tick': 3 } },
      "reservedConcurrency['token-tick'] is 3; make it 4 or more, enough for two ticks of 2.",
    ],
    [
      'no room beside one workspace’s places',
      { ...dev, reservedConcurrency: { 'token-refresh': 13 } },
      "reservedConcurrency['token-refresh'] is 13; make it 14 or more, enough for the 12 places of one workspace at slow endpoints and for refreshes of others.",
    ],
    [
      'no room for consents beside one workspace’s places',
      { ...dev, reservedConcurrency: { connect: 13 } },
      "reservedConcurrency['connect'] is 13; make it 14 or more, enough for the 12 places of one workspace at slow endpoints and for consents of others.",
    ],
    [
      'half an execution that is kept started',
      { ...dev, provisionedConcurrency: { 'token-injector': 0.5 } },
      'provisionedConcurrency of token-injector must be a whole number from 1; leave it out to keep nothing started.',
    ],
    [
      'as many kept started as reserved',
      {
        ...dev,
        reservedConcurrency: { 'token-injector': 5 },
        provisionedConcurrency: { 'token-injector': 5 },
      },
      'provisionedConcurrency of token-injector must be less than its reservedConcurrency of 5, so that a new version can run beside the old one.',
    ],
    [
      'kept started without an alias',
      { ...dev, provisionedConcurrency: { connect: 1 } as object },
      'provisionedConcurrency needs an alias, which connect does not have; set it for token-refresh or token-tick or token-injector.',
    ],
  ])('%s', (_, settings, sentence) => {
    expect(faultsOf(settings)).toContainEqual(sentence);
  });

  it('and several faults in as many lines', () => {
    const faults = faultsOf({ ...prod, deletionProtection: false, pointInTimeRecovery: false });
    expect(faults).toHaveLength(2);
  });
});
