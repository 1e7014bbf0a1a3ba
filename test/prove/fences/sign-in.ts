/** Fences of the sign-in: what the page asks for and shows, and who is in a user pool of the stage. */
import type { Fence } from './fence.ts';

const RECIPES = 'test/sign-in/recipes.test.ts';
const MISFITS = 'test/sign-in/misfits.test.ts';
const USER_POOL = 'test/sign-in/user-pool.test.ts';

export const SIGN_IN_FENCES: readonly Fence[] = [
  {
    what: 'the page sends what the stage says and nothing else',
    file: 'lib/dashboard/dashboard-config.ts',
    fence: '    ...(signIn && { signIn }),\n',
    without: '',
    test: RECIPES,
    name: 'signs a person in whom the API takes',
  },
  {
    what: 'a parameter for Auth0 is sent',
    file: 'dashboard/src/sign-in/sign-in.ts',
    fence: '    ...(audience !== undefined && { extraQueryParams: { audience } }),\n',
    without: '',
    test: RECIPES,
    name: 'sends and gets what the page’s table says',
  },
  {
    what: 'the page shows no text that whoever wrote an address has put there',
    file: 'dashboard/src/sign-in/refusal.ts',
    fence: '  return MISFITS.find((known) => known === code);',
    without: '  return code as Misfit;',
    test: MISFITS,
    name: 'reads that it failed, and no code',
  },
  {
    what: 'a token for another API signs nobody in at the page',
    file: 'dashboard/src/sign-in/token-fault.ts',
    fence: "  return [aud].flat().includes(audience) ? undefined : 'other-audience';",
    without: '  return [aud, audience].flat().includes(audience) ? undefined : undefined;',
    test: MISFITS,
    name: 'the scope names no API',
  },
  {
    what: 'a stage that Entra ID would refuse is not deployed',
    file: 'lib/settings/faults/validate-sign-in-request.ts',
    fence: "accessTokensOf(jwt) === 'entra'",
    without: "accessTokensOf(jwt) === 'ory'",
    test: MISFITS,
    name: 'cdk synth already refuses',
  },
  {
    what: 'nobody signs up in a user pool of the stage',
    file: 'lib/sign-in/user-pool.ts',
    fence: '      selfSignUpEnabled: false,\n',
    without: '      selfSignUpEnabled: true,\n',
    test: USER_POOL,
    name: 'has only people whom an operator creates',
  },
  {
    what: 'no page asks for a password of the user pool',
    file: 'lib/sign-in/user-pool.ts',
    fence: '      authFlows: { userSrp: false },\n',
    without: '',
    test: USER_POOL,
    name: 'is public, and knows the code flow',
  },
];
