/**
 * What a stage may say of its people’s sign-in.
 * Covers lib/settings/faults/validate-sign-in.ts, lib/settings/sign-in-settings.ts.
 */
import { describe, expect, it } from 'vitest';
import { accessTokensOf } from '../../../lib/settings/sign-in-settings.ts';
import type { StageSettings } from '../../../lib/settings/stage-settings.ts';
import { faultsOf } from '../stage-faults.ts';
import { settingsOf } from '../stage-template.ts';

const dev = settingsOf('dev');

const PROFILES =
  'rfc9068, auth0, clerk, cognito, descope, entra, fusionauth, keycloak, okta, ory, workos, jwt-with-scope';

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
      'a rule of changed tools that does not exist',
      { ...dev, toolChanges: 'ask' as 'hold' },
      'toolChanges must be one of record, hold.',
    ],
    [
      'an audience that stands for many',
      { ...dev, jwt: { ...dev.jwt, audience: 'https://*/*' } },
      'jwt.audience must be the aud of the tokens for this API; it must not be empty, nor end with /*.',
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
  ])('%s', (_, settings, sentence) => {
    expect(faultsOf(settings)).toContainEqual(sentence);
  });
});
