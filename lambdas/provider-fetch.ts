import { LIMITS } from '../src/broker/limits.ts';
import { createProviderFetch } from '../src/egress/provider-fetch.ts';

export const providerFetch = createProviderFetch({
  deadline: LIMITS.providerDeadline,
  maxBody: LIMITS.providerBody,
});
