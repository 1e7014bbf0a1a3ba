/**
 * What is different for a call that a person makes from the dashboard. A runtime that says `trial` gains nothing: it learns an address
 * that members read from the API, and gets a token under the same conditions as for any other call, or none.
 */
import type { Injection, InjectionRequest } from '../../contract/injection-messages.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import type { Connection } from '../records.ts';
import { filledUrl } from '../servers/allowed-hosts.ts';
import { type Refused, refuse } from './refuse-injection.ts';

/** Whether the server has an address of its own. A process and the API of a provider have none. */
export const isTriable = ({ binding, url }: ServerRegistration): boolean =>
  binding !== 'process' && url !== undefined;

const NOT_TRIABLE =
  'This server has no address at which it can be tried: a runtime starts it, or it is the API of a provider.';

/** The refusal of a trial of such a server. */
export function notTriable(ports: Parameters<typeof refuse>[0]): Refused {
  const { context } = refuse(ports, 'tool_not_allowed');
  return { isAuthorized: false, context: { ...context, message: NOT_TRIABLE } };
}

interface CheckedTrial {
  request: InjectionRequest;
  registration: ServerRegistration;
}

/** Whether the answer has no token: the registration needs none for `initialize` and the lists. */
export const isWithoutToken = ({ request, registration }: CheckedTrial): boolean =>
  request.operation.kind === 'discovery' && !registration.discovery;

/** The registered address and the consent, of a trial alone: a runtime has its own configuration. */
export function factsOfTrial(
  { request, registration }: CheckedTrial,
  connection: Pick<Connection, 'variables' | 'facts' | 'connectedAt'>,
): Pick<Injection, 'url' | 'connectedAt'> {
  const url = request.trial && filledUrl(registration, connection);
  return url ? { url, connectedAt: new Date(connection.connectedAt).toISOString() } : {};
}
