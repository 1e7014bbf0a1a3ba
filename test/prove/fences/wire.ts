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
];
