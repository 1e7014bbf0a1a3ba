/** A session of MCP with the server of a trial, in either era of the protocol. All of its requests carry the one injection. */
import type { Client } from '@modelcontextprotocol/client';
import { InjectorUnreachable } from '../../client/src/errors.ts';
import { KnownSecrets } from '../../client/src/known-secrets.ts';
import { SYSTEM } from '../../client/src/system.ts';
import { withSession } from '../../client/src/with-session.ts';
import { errorName } from '../broker/error-name.ts';
import { LIMITS } from '../broker/limits.ts';
import { newMcpClient, transportTo } from '../mcp/mcp-client.ts';
import { withoutListening } from '../mcp/without-listening.ts';
import type { TrialInjection } from './ask-injector.ts';
import { type Noticed, problemOf } from './failure-of.ts';
import { noticing, watching } from './notice-failures.ts';
import type { TrialOf, TrialPorts } from './trial-ports.ts';

export interface Talk {
  client: Client;
  /** Options of each request: the trial's own end. */
  options: { signal: AbortSignal; timeout: number };
  known: KnownSecrets;
}

/**
 * Connects to the registered address, and ends the session afterwards. The client package sends the token: to the allowed host, without
 * a redirect, and with a scrubbed answer. @throws {Problem} `server_unreachable`
 */
export async function withServer<Result>(
  ports: TrialPorts,
  { of, injection, tool }: { of: TrialOf; injection: TrialInjection; tool: string },
  use: (talk: Talk) => Promise<Result>,
): Promise<Result> {
  const noticed: Noticed = {};
  const end = new AbortController();
  const time = timeOf(ports, of);
  const stopTimer = (ports.after ?? SYSTEM.after)(time, () => {
    noticed.failure ??= 'too_slow';
    end.abort();
  });
  const options = { signal: end.signal, timeout: time };
  const url = new URL(injection.url);
  const session = {
    ...{ url, tool, workspaceId: of.workspaceId, server: of.serverId, signal: end.signal },
    injector: injectorOf(injection),
    fetch: withoutListening(noticing(ports.serverFetch, noticed)),
    ...{ maxResponseBytes: LIMITS.trialAnswer, responseTimeout: time },
    // A second question would need another operation id than the one that the person's browser made.
    isRejected: () => false,
  };
  try {
    return await withSession(session, async (fetch) => {
      const client = newMcpClient();
      const watched = watching(fetch, noticed, () => end.abort());
      await client.connect(transportTo(url, watched), options);
      try {
        return await use({ client, options, known: new KnownSecrets(injection) });
      } finally {
        await client.close();
      }
    });
  } catch (error) {
    const problem = problemOf(noticed, error);
    if (problem.details.failure === 'no_mcp') ports.log.warn('trial_failed', { error: errorName(error) });
    throw problem;
  } finally {
    stopTimer();
  }
}

function timeOf({ clock }: TrialPorts, { deadline = Number.POSITIVE_INFINITY }: TrialOf): number {
  return Math.max(1, Math.min(LIMITS.trial, deadline - clock.now() - LIMITS.trialReserve));
}

/** Gives the injection once. The session asks again after a 401, which needs another operation id. */
function injectorOf(injection: TrialInjection) {
  let given = false;
  return {
    startCall: () => ({ idsLeft: 1, until: 0 }),
    inject: async () => {
      if (given) throw new InjectorUnreachable('ids_spent');
      given = true;
      return injection;
    },
  };
}
