import type { LogEvent, LogFields } from '../../contract/log.ts';
import { errorName } from '../error-name.ts';
import type { Ports } from '../ports.ts';
import { type Refused, refuse } from './refuse-injection.ts';

/** Whatever went wrong on the way to a token is no reason for a token, and none for an exception (invariant I11). */
export function failClosed(
  ports: Pick<Ports, 'log'> & Parameters<typeof refuse>[0],
  fields: LogFields,
  error: unknown,
  event: LogEvent = 'injection_failed',
): Refused {
  ports.log.error(event, { ...fields, error: errorName(error) });
  return refuse(ports, 'temporarily_unavailable', undefined, { retryAfterSeconds: 1 });
}
