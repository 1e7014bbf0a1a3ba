import type { Events, Log } from '../src/broker/ports.ts';

/** Replaces the event bus locally: it logs each event. */
export function eventLog(log: Pick<Log, 'info'>): Events {
  return {
    async publish({ type, workspaceId, connectionId, provider, outcome, server, hostsBefore, hostsAfter }) {
      const what = { workspaceId, connectionId, provider, server, outcome };
      log.info('event', { activity: type, ...what, hostsBefore, hostsAfter });
    },
  };
}
