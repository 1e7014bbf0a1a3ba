import type { LogEvent, LogFields } from '../../contract/log.ts';
import { errorName } from '../error-name.ts';
import type { Ports } from '../ports.ts';
import { type Refused, refuse } from './refuse-injection.ts';

/**
 * Logs an unexpected error and returns a refusal: an error never leads to a token or to an exception (invariant I11).
 */
export function failClosed(
  ports: Pick<Ports, 'log'> & Parameters<typeof refuse>[0],
  fields: LogFields,
  error: unknown,
  event: LogEvent = 'injection_failed',
): Refused {
  ports.log.error(event, { ...fields, error: errorName(error) });
  return refuse(ports, 'temporarily_unavailable', undefined, { retryAfterSeconds: 1 });
}
