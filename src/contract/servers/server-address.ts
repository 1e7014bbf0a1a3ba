/** The address of a server of the catalogue that somebody runs themselves. Pure. */
import { hostOf } from './server-hosts.ts';
import type { ServerRegistration } from './server-registration.ts';

/** Whether a server needs an address before it can be called: a server of the catalogue that somebody runs themselves. Pure. */
export function isWithoutAddress({ binding, url, allowedHosts }: ServerRegistration): boolean {
  return binding !== 'process' && url === undefined && allowedHosts.length === 0;
}

/** The registration of a server that somebody runs at this address. Other registrations have one, and keep it. Pure. */
export function atAddress(registration: ServerRegistration, url: string | undefined): ServerRegistration {
  const host = url === undefined ? undefined : hostOf(url);
  if (url === undefined || host === undefined || !isWithoutAddress(registration)) return registration;
  return { ...registration, url, allowedHosts: [host] };
}
