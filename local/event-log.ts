import type { Events, Log } from '../src/broker/ports.ts';

/** Takes the place of the event bus locally: a line of the log. */
export function eventLog(log: Pick<Log, 'info'>): Events {
  return {
    async send({ type, workspaceId, connectionId, provider, outcome }) {
      log.info('event', { workspaceId, connectionId, provider, outcome: type, reason: outcome });
    },
  };
}
