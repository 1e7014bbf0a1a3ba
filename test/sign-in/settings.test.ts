/**
 * The settings of what the page asks for, and of a user pool, are checked.
 * Covers lib/settings/faults/validate-sign-in-request.ts, lib/settings/faults/validate-user-pool.ts, lib/settings/user-pool-settings.ts,
 * lib/settings/dashboard-settings.ts.
 */
import { describe, expect, it } from 'vitest';
import { exampleSettings } from '../../lib/settings/example-settings.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import type { SignInRequest } from '../../src/contract/dashboard/dashboard-config.ts';
import { hosting, pooled } from '../stack/hosted-stage.ts';
import { faultsOf } from '../stack/stage-faults.ts';
import { settingsBelow } from './recipe-page.ts';

const asking = (signIn: SignInRequest) => hosting({ hostedDashboard: { clientId: 'dashboard', signIn } });
const SCOPE =
  'hostedDashboard.signIn.scope must be scopes with one space between them, and openid one of them.';
const AUDIENCE =
  'hostedDashboard.signIn.audience must be the identifier of the API at the identity provider; leave it out if no parameter is to be sent.';
const RESOURCE =
  'hostedDashboard.signIn.resource must be an absolute URI without a fragment; leave it out if no parameter is to be sent.';

describe('what the page asks for', () => {
  it.each<[SignInRequest, string[]]>([
    [{ scope: 'openid' }, []],
    [{ scope: 'api://id/access openid', audience: 'connections', resource: 'urn:connections' }, []],
    [{ scope: '' }, [SCOPE]],
    [{ scope: 'profile' }, [SCOPE]],
    [{ scope: 'openid  profile' }, [SCOPE]],
    [{ scope: 'openid "x"' }, [SCOPE]],
    [{ scope: 'openid', audience: '' }, [AUDIENCE]],
    [{ scope: 'openid', audience: 'two words' }, [AUDIENCE]],
    [{ scope: 'openid', resource: 'connections' }, [RESOURCE]],
    [{ scope: 'openid', resource: 'https://api.acme.internal/#part' }, [RESOURCE]],
    [{ scope: 'openid', resource: '' }, [RESOURCE]],
  ])('%j', (signIn, faults) => {
    expect(faultsOf(asking(signIn))).toEqual(faults);
  });
});

describe('a user pool of the stage', () => {
  const prefixed = (domainPrefix: string) => pooled({ jwt: { userPool: { domainPrefix } } });
  const PREFIX =
    'jwt.userPool.domainPrefix must be 1 to 63 lower-case letters, digits or hyphens, and contain neither aws nor amazon nor cognito.';

  it.each<[string, StageSettings, string[]]>([
    ['as it should be', pooled(), []],
    ['as docs/sign-in.md prints it', hosting(settingsBelow('Cognito')[0]), []],
    ['with an age', pooled({ jwt: { userPool: { domainPrefix: 'acme' }, maxAgeSeconds: 3_600 } }), []],
    ['with no stale keys', pooled({ jwt: { userPool: { domainPrefix: 'acme' }, staleKeysSeconds: 0 } }), []],
    ...['', 'Acme', 'acme-', '-acme', 'my-aws', 'amazonas', 'cognito-acme', 'a.b', 'a'.repeat(64)].map(
      (prefix): [string, StageSettings, string[]] => [`at ${prefix}`, prefixed(prefix), [PREFIX]],
    ),
    [
      'with a wrong age',
      pooled({ jwt: { userPool: { domainPrefix: 'acme' }, maxAgeSeconds: 1 } }),
      ['jwt.maxAgeSeconds must be a whole number of seconds from 60 to 604800.'],
    ],
    [
      'beside an issuer',
      pooled({
        jwt: { userPool: { domainPrefix: 'acme' }, issuer: 'https://id.acme.internal', audience: 'a' },
      }),
      ['jwt.userPool takes the place of issuer, audience and claim; leave them out.'],
    ],
    [
      'for a page that is hosted elsewhere',
      { ...pooled({ hostedDashboard: undefined }), dashboardUrl: 'https://c.acme.internal' },
      ['jwt.userPool signs people in at the hosted dashboard; set hostedDashboard.'],
    ],
    [
      'with settings that it makes itself',
      pooled({ hostedDashboard: { clientId: 'mine', signIn: { scope: 'openid' }, signInOrigins: [] } }),
      ['clientId', 'signIn', 'signInOrigins'].map(
        (name) => `hostedDashboard.${name} is derived from jwt.userPool; leave it out.`,
      ),
    ],
  ])('%s', (_what, settings, faults) => {
    expect(faultsOf(settings)).toEqual(faults);
  });

  it('leaves no example value of an issuer', () => {
    expect(exampleSettings(pooled())).toEqual([]);
  });

  it('is the only case in which the page needs no client of yours', () => {
    expect(faultsOf(hosting({ hostedDashboard: {} }))).toEqual([
      'hostedDashboard.clientId must name the dashboard’s client at the identity provider.',
    ]);
  });
});
