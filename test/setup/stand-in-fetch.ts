/** In place of lambdas/provider-fetch.ts. */
import { type ProviderFetch, ProviderFetchError } from '../../src/oauth/provider-fetch.ts';

let answer: ProviderFetch | undefined;

export const providerFetch: ProviderFetch = async (request) => {
  if (!answer) throw new ProviderFetchError('network', false);
  return answer(request);
};

/** Until the test file ends. Undefined: nobody answers. */
export function answerFunctions(fetch: ProviderFetch | undefined): void {
  answer = fetch;
}
