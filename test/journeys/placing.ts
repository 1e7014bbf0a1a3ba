/** What the journeys of places share: a stage in memory, connections of many apps, and a provider that answers when told. */

import type { Ports } from '../../src/broker/ports.ts';
import type { Connection } from '../../src/broker/records.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import type { ProviderRequest } from '../../src/oauth/provider-fetch.ts';
import { openStage, type Stage } from '../rows/stage.ts';
import { connectOwnApp } from '../setup/own-app-connection.ts';

export const MINUTE = 60_000;

/** A provider that answers a request when the test says so, and how. */
export interface HeldProvider {
  fetch: Ports['fetch'];
  /** Requests that wait for their answer. */
  waiting: { request: ProviderRequest; answer(response: Response): void }[];
  /** Answers all that wait, and all that come from now on. */
  open(response: () => Response): void;
  /** Calls `look` whenever a request has come to wait. */
  onArrival(look: () => void): void;
}

export function heldProvider(): HeldProvider {
  const waiting: HeldProvider['waiting'] = [];
  const looks: (() => void)[] = [];
  let opened: (() => Response) | undefined;
  return {
    waiting,
    onArrival: (look) => void looks.push(look),
    fetch: (request) =>
      opened
        ? Promise.resolve(opened())
        : new Promise((answer) => {
            waiting.push({ request, answer });
            for (const look of looks) look();
          }),
    open(response) {
      opened = response;
      for (const { answer } of waiting.splice(0)) answer(response());
    },
  };
}

let issued = 0;
/** New tokens that live for so many seconds. */
export function tokens(expires_in = 3_600): Response {
  issued++;
  return Response.json({
    access_token: `access-${issued}`,
    refresh_token: `refresh-${issued}`,
    token_type: 'Bearer',
    expires_in,
  });
}

/** Resolves when so many of these reports are there, or their requests wait at the provider. */
export function heldOrDone(
  provider: HeldProvider,
  reports: Promise<unknown>[],
  count = reports.length,
): Promise<void> {
  return new Promise((resolve) => {
    let done = 0;
    const look = () => {
      if (done + provider.waiting.length >= count) resolve();
    };
    const isDone = () => {
      done++;
      look();
    };
    for (const report of reports) report.then(isDone, isDone);
    provider.onArrival(look);
    look();
  });
}

export interface PlacingStage extends Stage {
  provider: HeldProvider;
  /** A connection with an own app of the workspace, which is put where it does not exist yet. */
  connect(workspaceId: string, connectionId: string, more?: Partial<Connection>): Promise<ConnectionKey>;
  demand(key: ConnectionKey, patch?: Partial<Ports>): ReturnType<typeof refreshConnection>;
}

export async function placingStage(patch: Partial<Ports> = {}): Promise<PlacingStage> {
  const provider = heldProvider();
  const stage = await openStage({ fetch: provider.fetch });
  Object.assign(stage.ports, patch);
  const { ports } = stage;
  return {
    ...stage,
    provider,
    connect: (workspaceId, connectionId, more = {}) =>
      connectOwnApp(ports, { workspaceId, connectionId }, more),
    demand: (key, over = {}) =>
      refreshConnection({ ...ports, ...over }, { key, isOnDemand: true, deadline: stage.now() + MINUTE }),
  };
}
