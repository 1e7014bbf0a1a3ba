import type { Events, Log } from '../src/broker/ports.ts';

/** Takes the place of the event bus locally: a line of the log for each event. */
export function eventLog(log: Pick<Log, 'info'>): Events {
  return {
    async publish({ type, workspaceId, connectionId, provider, outcome }) {
      log.info('event', { activity: type, workspaceId, connectionId, provider, outcome });
    },
  };
}
