/**
 * The recipes of docs/sign-in.md, each with exactly its settings: a real OpenID provider that behaves like the identity provider,
 * the page's own sign-in code, and the API's function.
 * Covers lib/dashboard/dashboard-config.ts, lib/functions/function-variables.ts, dashboard/src/sign-in/sign-in.ts,
 * dashboard/src/sign-in/refusal.ts, dashboard/src/sign-in/token-fault.ts, dashboard/src/words/sign-in-words.ts,
 * src/contract/dashboard/dashboard-config.ts, lambdas/verify-caller.ts.
 */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { dashboardConfig } from '../../lib/dashboard/dashboard-config.ts';
import type { AccessTokenProfileName } from '../../src/contract/environment.ts';
import { captureLog } from '../lambdas/entry.ts';
import { type CountedTable, countedTable } from '../lambdas/table-behind-a-counter.ts';
import { hosting } from '../stack/hosted-stage.ts';
import { faultsOf } from '../stack/stage-faults.ts';
import { HABITS } from './habits.ts';
import { type Habits, startStandIn } from './identity-provider.ts';
import { HOME, signInAsAda } from './page-in-node.ts';
import { promisedOf, RECIPES, type RecipeSettings, recipe } from './recipe-page.ts';
import { stageApi } from './stage-api.ts';

// The functions reach issuers over https alone; here the issuer is on this machine.
vi.mock('../../lambdas/provider-fetch.ts', async () => {
  const { localProviderFetch } = await import('../../local/ports.ts');
  return { providerFetch: localProviderFetch() };
});

let table: CountedTable;
beforeAll(async () => {
  table = await countedTable();
});
afterAll(() => table.close());

/** Signs Ada in with a recipe's settings at an identity provider with these habits, and starts the API of the stage. */
async function trial(settings: RecipeSettings, habits: Habits) {
  captureLog();
  const { clientId } = settings.hostedDashboard;
  const standIn = await startStandIn({ habits, clientId, home: HOME });
  onTestFinished(async () => {
    await standIn.close();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
  // The address of the issuer alone is another one.
  const jwt = { ...settings.jwt, issuer: standIn.issuer };
  const config = dashboardConfig({ ...settings.hostedDashboard, jwt }, 'https://api.connections.example');
  const page = await signInAsAda(config);
  const [issued] = standIn.issued;
  return { ...page, issued, ask: await stageApi(jwt, table.endpoint) };
}

it('every recipe of the page is tried here, and every trial has its recipe', () => {
  expect(RECIPES).toEqual(Object.keys(HABITS));
});

describe.each(Object.entries(HABITS))('%s', (heading, habits) => {
  it('is set by settings without a fault', () => {
    expect(faultsOf(hosting(recipe(heading)))).toEqual([]);
  });

  it('signs a person in whom the API takes, in their workspaces alone', async () => {
    const { result, ask } = await trial(recipe(heading), habits);
    expect(result).toMatchObject({
      person: {
        name: 'Ada',
        workspaces: [
          { id: 'acme', role: 'admin' },
          { id: 'globex', role: 'member' },
        ],
      },
    });
    const token = result.person?.accessToken ?? '';
    expect(await ask(token)).toEqual({ status: 200 });
    expect(await ask(token, 'globex')).toEqual({ status: 200 });
    expect(await ask(token, 'initech')).toMatchObject({ status: 404 });
  });

  it('sends and gets what the page’s table says', async () => {
    const { result, sent } = await trial(recipe(heading), habits);
    const token = result.person?.accessToken ?? '';
    const { aud } = decodeJwt(token);
    const { jwt } = recipe(heading);
    expect(promisedOf(heading)).toEqual({
      sent: ['scope', 'audience', 'resource'].filter((name) => sent.has(name)).join(', '),
      typ: decodeProtectedHeader(token).typ ?? 'none',
      namedIn: aud === undefined ? 'client_id' : 'aud',
      accessTokens: jwt.accessTokens,
      workspaceClaim: jwt.workspaceClaim,
    });
  });

  it('issues an ID token, which the API refuses', async () => {
    const { issued, ask } = await trial(recipe(heading), habits);
    expect(decodeJwt(issued?.id_token ?? '').sub).toBe('ada');
    expect(await ask(issued?.id_token ?? '')).toEqual({ status: 401, code: 'unauthenticated' });
  });

  it('signs a person out at an address that it knows', async () => {
    const { signOut } = await trial(recipe(heading), habits);
    const address = await signOut();
    const answer = await fetch(address, { redirect: 'manual' });
    // A page of the library asks whether the person is sure; Cognito returns at once.
    expect([address.pathname, answer.status]).toEqual(
      habits.signsOutLikeCognito ? ['/logout', 302] : ['/session/end', 200],
    );
    const back = address.searchParams.get(
      habits.signsOutLikeCognito ? 'logout_uri' : 'post_logout_redirect_uri',
    );
    expect(back).toBe(HOME);
  });
});

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
const profile = (accessTokens: AccessTokenProfileName) => (settings: RecipeSettings) => {
  settings.jwt = { ...settings.jwt, accessTokens };
};
const audience = (other: string) => (settings: RecipeSettings) => {
  settings.jwt = { ...settings.jwt, audience: other };
};

const MISFITS: Misfit[] = [
  {
    heading: 'Cognito',
    what: 'the audience is no client',
    settings: audience('https://connections.acme.test'),
    page: OTHER_SERVICE,
    api: REFUSED,
  },
  {
    heading: 'Cognito',
    what: 'a group of a federated provider is among the groups',
    habits: claimsOf('Cognito', { 'cognito:groups': ['acme:admin', 'eu-central-1_EXAMPLE_Google'] }),
    api: { status: 403, code: 'workspace_claim_refused' },
  },
  {
    heading: 'Cognito',
    what: 'the profile asks for at+jwt',
    settings: profile('rfc9068'),
    api: REFUSED,
  },
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
  {
    heading: 'Auth0',
    what: 'the claim holds a role of another form',
    habits: claimsOf('Auth0', { 'https://connections.acme.test/workspaces': ['acme:admin', 'Support'] }),
    api: { status: 403, code: 'workspace_claim_refused' },
  },
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
  {
    heading: 'Keycloak',
    what: 'the profile asks for at+jwt',
    settings: profile('rfc9068'),
    api: REFUSED,
  },
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
    const resource = 'https://connections.acme.test';
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
