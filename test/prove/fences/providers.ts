/** Fences of what each provider is asked. */
import type { Fence } from './fence.ts';

export const PROVIDERS_FENCES: readonly Fence[] = [
  {
    what: 'a state has 256 random bits',
    file: 'src/system/random.ts',
    fence: 'bytes: (length) => randomBytes(length),',
    without: 'bytes: (length) => randomBytes(length).fill(7, 1),',
    test: 'test/system/random.test.ts',
    name: 'T004: are as many',
    proves: ['T004'],
  },
  {
    what: 'an authorization request has an S256 challenge',
    file: 'src/oauth/authorization-url.ts',
    fence: '    code_challenge: challenge || undefined,\n',
    without: '',
    test: 'test/oauth/authorization-url.test.ts',
    name: 'T007',
    proves: ['T007'],
  },
  {
    what: 'an account is of one workspace’s own provider',
    file: 'src/broker/tokens/account-key.ts',
    fence: 'return [provider, appOwner, issuer, ...urls];',
    without: 'return [provider, issuer, ...urls].filter((each) => each !== appOwner);',
    test: 'test/journeys/own-app.test.ts',
    name: 'T019: a provider of one workspace',
    proves: ['T019'],
  },
];
