import { errorName } from '../error-name.ts';
import type { LogFields, Ports } from '../ports.ts';
import { type Refused, refuse } from './refuse-injection.ts';

/** Whatever went wrong on the way to a token is no reason for a token, and none for an exception (invariant I11). */
export function failClosed(
  ports: Pick<Ports, 'log'> & Parameters<typeof refuse>[0],
  told: LogFields,
  error: unknown,
  event = 'injection_failed',
): Refused {
  ports.log.error(event, { ...told, error: errorName(error) });
  return refuse(ports, 'temporarily_unavailable', undefined, { retryAfterSeconds: 1 });
}
