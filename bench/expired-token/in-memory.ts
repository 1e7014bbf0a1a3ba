/**
 * Stores in memory whose requests take as long as DynamoDB's, and no CPU to speak of: so a caller waits for the table and the
 * provider, as if each had a machine of its own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openStage } from '../../test/rows/stage.ts';
import { connectOwnApp } from '../../test/setup/own-app-connection.ts';
import { CONNECTION_KEY, SCOPE, SERVER, TOOL } from '../scene.ts';
import type { Surroundings } from './crowd.ts';

/** Milliseconds of a request to the table: assumed, since only AWS can tell. */
export const TABLE_LATENCY = 5;
const LIFETIME_SECONDS = 3_600;

export async function inMemory(): Promise<Surroundings> {
  let offset = 0;
  const advance = (milliseconds: number) => {
    offset += milliseconds;
  };
  const time = {
    now: () => Date.now() + offset,
    advance,
    sleep: (milliseconds: number) => sleep(milliseconds),
  };
  const { ports, stores } = await openStage({ fetch: newTokens(), time: { ...time } });
  await connectOwnApp(ports, CONNECTION_KEY, {
    ...{ appOwner: 'verified', appVersion: 1, clientId: 'client-verified-google' },
    grantedScopes: [SCOPE],
  });
  for (const store of Object.values(stores)) slowedDown(store);
  const expire = async () => {
    advance(LIFETIME_SECONDS * 1_000);
    await ports.vault.sealer();
  };
  return { ports, key: CONNECTION_KEY, server: SERVER, tool: TOOL, expire };
}

function newTokens() {
  let issued = 0;
  return async () => {
    issued++;
    const tokens = { access_token: `access-${issued}`, refresh_token: `refresh-${issued}` };
    return Response.json({ ...tokens, token_type: 'Bearer', expires_in: LIFETIME_SECONDS });
  };
}

/** In place, since the ports are made over the stores already. */
function slowedDown(store: object): void {
  for (const [method, call] of Object.entries(store))
    Object.assign(store, {
      [method]: async (...given: unknown[]) => {
        await sleep(TABLE_LATENCY);
        return call(...given);
      },
    });
}
