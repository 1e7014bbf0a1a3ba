import { LIMITS } from '../src/broker/limits.ts';
import { createProviderFetch } from '../src/egress/provider-fetch.ts';

/** The only way of a deployed function to reach a provider. */
export const providerFetch = createProviderFetch({
  deadline: LIMITS.providerDeadline,
  maxBody: LIMITS.providerBody,
});
