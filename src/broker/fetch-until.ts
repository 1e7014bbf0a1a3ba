import { type ProviderFetch, ProviderFetchError } from '../oauth/provider-fetch.ts';
import type { Deadline, Ports } from './ports.ts';

/** The same way to a provider, by which no request begins or goes on after `until`. */
export function fetchUntil({ fetch, clock }: Pick<Ports, 'fetch' | 'clock'>, until: Deadline): ProviderFetch {
  return async (request) => {
    const left = until - clock.now();
    const timeLimit = Math.min(left, request.timeLimit ?? left);
    if (left <= 0) throw new ProviderFetchError('deadline', false);
    return fetch({ ...request, timeLimit });
  };
}
