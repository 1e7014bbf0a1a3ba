/**
 * Settings that do not fit the identity provider: the API refuses the token, and the page says what is wrong.
 * Covers lib/settings/faults/validate-sign-in-request.ts, dashboard/src/sign-in/refusal.ts, dashboard/src/sign-in/token-fault.ts,
 * dashboard/src/words/sign-in-words.ts, dashboard/src/sign-in/person.ts.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localProviderFetch } from '../../local/ports.ts';
import { type CountedTable, countedTable } from '../lambdas/table-behind-a-counter.ts';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import { hosting } from '../stack/hosted-stage.ts';
import { faultsOf } from '../stack/stage-faults.ts';
import { HABITS } from './habits.ts';
import type { Habits } from './identity-provider.ts';
import { type RecipeSettings, recipe } from './recipe-page.ts';
import { trialAt } from './trial.ts';

// The functions reach issuers over https alone; here the issuer is on this machine.
answerFunctions(localProviderFetch());

let table: CountedTable;
beforeAll(async () => {
  table = await countedTable();
});
afterAll(() => table.close());
const trial = (settings: RecipeSettings, habits: Habits) => trialAt(table.endpoint, settings, habits);

/** What is wrong: settings of the stage, or of the identity provider. */
interface Misfit {
  heading: string;
  what: string;
  settings?: (settings: RecipeSettings) => void;
  habits?: Partial<Habits>;
  /** What the page says. Absent: it signs the person in. */
  page?: RegExp;
  /** What the API answers to the access token. Absent: there is none. */
  api?: { status: number; code: string };
}
const REFUSED = { status: 401, code: 'unauthenticated' };
const OTHER_SERVICE = /access token for another service.*docs\/sign-in\.md/s;
const asks = (signIn: RecipeSettings['hostedDashboard']['signIn']) => (settings: RecipeSettings) => {
  Object.assign(settings.hostedDashboard, { signIn });
};
const claimsOf = (heading: string, more: object): Partial<Habits> => ({
  claims: (issuing) => ({ ...HABITS[heading]?.claims(issuing), ...more }),
});
const audience = (other: string) => (settings: RecipeSettings) => {
  settings.jwt = { ...settings.jwt, audience: other };
};

/** Beside a role in a workspace, the workspace claim lists an entry of another form. */
function otherRole(heading: string, { what, entry }: { what: string; entry: string }): Misfit {
  const { workspaceClaim = '' } = recipe(heading).jwt;
  return {
    heading,
    what,
    habits: claimsOf(heading, { [workspaceClaim]: ['acme:admin', entry] }),
    api: { status: 403, code: 'workspace_claim_refused' },
  };
}

/** The tokens of this identity provider have no header `typ` of `at+jwt`. */
function otherProfile(heading: string): Misfit {
  const settings = (of: RecipeSettings) => {
    of.jwt = { ...of.jwt, accessTokens: 'rfc9068' };
  };
  return { heading, what: 'the profile asks for at+jwt', settings, api: REFUSED };
}

const MISFITS: Misfit[] = [
  {
    heading: 'Cognito',
    what: 'the audience is no client',
    settings: audience('https://connections.acme.internal'),
    page: OTHER_SERVICE,
    api: REFUSED,
  },
  otherRole('Cognito', {
    what: 'a group of a federated provider is among the groups',
    entry: 'eu-central-1_EXAMPLE_Google',
  }),
  otherProfile('Cognito'),
  {
    heading: 'Entra ID',
    what: 'the page sends the resource, as it does by default',
    settings: asks(undefined),
    page: /refused the request of this page.*invalid_request.*docs\/sign-in\.md/s,
  },
  {
    heading: 'Entra ID',
    what: 'the scope names no API',
    settings: asks({ scope: 'openid' }),
    page: OTHER_SERVICE,
    api: REFUSED,
  },
  {
    heading: 'Entra ID',
    what: 'requestedAccessTokenVersion is null',
    habits: claimsOf('Entra ID', { ver: '1.0', aud: `api://${recipe('Entra ID').jwt.audience}` }),
    page: OTHER_SERVICE,
    api: REFUSED,
  },
  {
    heading: 'Okta',
    what: 'the org server issues the token',
    habits: {
      ...claimsOf('Okta', { aud: 'https://acme.okta.com' }),
      typ: 'application/okta-internal-at+jwt',
    },
    page: OTHER_SERVICE,
    api: REFUSED,
  },
  {
    heading: 'Auth0',
    what: 'the page sends no audience',
    settings: asks({ scope: 'openid' }),
    page: /not a JWT.*docs\/sign-in\.md/s,
    api: REFUSED,
  },
  {
    heading: 'Auth0',
    what: 'the page sends the resource, as it does by default',
    settings: asks(undefined),
    page: /not a JWT/,
    api: REFUSED,
  },
  otherRole('Auth0', { what: 'the claim holds a role of another form', entry: 'Support' }),
  {
    heading: 'Keycloak',
    what: 'there is no audience mapper',
    habits: { audienceOf: () => 'account' },
    page: OTHER_SERVICE,
    api: REFUSED,
  },
  {
    heading: 'Keycloak',
    what: 'the scope roles adds an audience',
    habits: { audienceOf: () => ['connections-api', 'account'] },
    api: REFUSED,
  },
  otherProfile('Keycloak'),
];

describe('wrong settings are refused, and the page says why', () => {
  it.each(MISFITS)('$heading: $what', async ({ heading, settings: change, habits, page, api }) => {
    const settings = recipe(heading);
    change?.(settings);
    const { result, issued, ask } = await trial(settings, { ...HABITS[heading], ...habits } as Habits);
    const said = result.problem && `${result.problem.title}. ${result.problem.detail}`;
    if (page === undefined) expect(result.person?.name).toBe('Ada');
    else expect(said).toMatch(page);
    expect(issued && (await ask(issued.access_token))).toEqual(api);
  });

  it('Entra ID: cdk synth already refuses a stage that would send the resource', () => {
    const settings = recipe('Entra ID');
    const resource = 'https://connections.acme.internal';
    for (const signIn of [undefined, { scope: 'openid', resource }]) {
      asks(signIn)(settings);
      expect(faultsOf(hosting(settings))).toEqual([expect.stringContaining('without resource')]);
    }
  });
});

describe('a person who cannot be signed in', () => {
  it.each(['login_required', 'interaction_required', 'consent_required', 'account_selection_required'])(
    'and must be asked (%s) is asked, and nothing failed',
    async (error) => {
      const refuses = { parameter: 'scope', error };
      const { result } = await trial(recipe('Okta'), { ...HABITS.Okta, refuses } as Habits);
      expect(result).toEqual({ intent: {} });
    },
  );

  it.each(['access_denied', 'server_error', '<script>', 'constructor'])(
    '(%s) reads that it failed, and no code',
    async (error) => {
      const refuses = { parameter: 'scope', error };
      const { result } = await trial(recipe('Okta'), { ...HABITS.Okta, refuses } as Habits);
      expect(result.problem).toEqual({
        title: 'The sign-in failed',
        detail: 'The sign-in was cancelled, or it took too long. Try again.',
      });
    },
  );
});
