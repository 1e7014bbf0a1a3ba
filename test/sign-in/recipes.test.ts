/**
 * The recipes of docs/sign-in.md, each with exactly its settings: a real OpenID provider that behaves like the identity provider,
 * the page's own sign-in code, and the API's function.
 * Covers lib/dashboard/dashboard-config.ts, lib/functions/function-variables.ts, dashboard/src/sign-in/sign-in.ts,
 * src/contract/dashboard/dashboard-config.ts, lambdas/verify-caller.ts.
 */

import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localProviderFetch } from '../../local/ports.ts';
import { type CountedTable, countedTable } from '../lambdas/table-behind-a-counter.ts';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import { hosting } from '../stack/hosted-stage.ts';
import { faultsOf } from '../stack/stage-faults.ts';
import { HABITS } from './habits.ts';
import type { Habits } from './identity-provider.ts';
import { HOME } from './page-in-node.ts';
import { promisedOf, RECIPES, type RecipeSettings, recipe } from './recipe-page.ts';
import { trialAt } from './trial.ts';

// The functions reach issuers over https alone; here the issuer is on this machine.
answerFunctions(localProviderFetch());

let table: CountedTable;
beforeAll(async () => {
  table = await countedTable();
});
afterAll(() => table.close());
const trial = (settings: RecipeSettings, habits: Habits) => trialAt(table.endpoint, settings, habits);

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
      habits.signOut ? ['/logout', 302] : ['/session/end', 200],
    );
    const back = address.searchParams.get(habits.signOut ? 'logout_uri' : 'post_logout_redirect_uri');
    expect(back).toBe(HOME);
  });
});

it('where the identity provider has no address for it, a sign-out ends at the page, which forgot the person', async () => {
  const { signOut } = await trial(recipe('Auth0'), { ...HABITS.Auth0, signOut: 'none' } as Habits);
  expect((await signOut()).href).toBe(HOME);
});
