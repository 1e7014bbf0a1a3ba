/** Fences of requests to providers and of their answers. */
import type { Fence } from './fence.ts';

export const WIRE_FENCES: readonly Fence[] = [
  {
    what: 'a frozen process measures its deadline before it sends',
    file: 'src/egress/provider-fetch.ts',
    fence: 'now() < until && request.mayStillSend?.() !== false',
    without: 'until > 0 && request.mayStillSend?.() !== false',
    test: 'test/egress/late.test.ts',
    name: 'was frozen past its deadline while it connected',
  },
  {
    what: 'a success is stored whatever stands beside it',
    file: 'src/oauth/token-success.ts',
    fence: "    token_type: isDpop(token_type) ? 'dpop' : 'bearer',\n",
    without: '    token_type,\n',
    test: 'test/prove/odd-answers.test.ts',
    name: 'are stored beside any other member',
  },
  {
    what: 'an error of a token request holds nothing of the answer',
    file: 'src/oauth/token-endpoint.ts',
    fence: 'throw refusedAnswer(error, facts) ?? tellable(error);',
    without: 'throw error;',
    test: 'test/oauth/answers-in-errors.test.ts',
    name: 'to the refresh request is in no error, whatever it is',
  },
  {
    what: 'an error code of a provider is kept only if it was known before',
    file: 'src/oauth/refused-answer.ts',
    fence: 'known.find((each) => each === code)',
    without: 'code',
    test: 'test/oauth/answers-in-errors.test.ts',
    name: 'to the refresh request is in no error, whatever it is',
  },
  {
    what: 'a cause is reduced to its name and its code',
    file: 'src/oauth/tellable-error.ts',
    fence: '{ cause: tellable(options.cause) }',
    without: '{ cause: options.cause }',
    test: 'test/oauth/answers-in-errors.test.ts',
    name: 'that is no HTTP is in no error of the egress',
  },
  {
    what: 'a function does not start where Node prints its requests',
    file: 'lambdas/process.ts',
    fence: '  refuseDebugSwitches(name, { environment: process.env, options: process.execArgv });\n',
    without: '',
    test: 'test/lambdas/variables.test.ts',
    name: 'does not start where Node would print its requests',
  },
];
