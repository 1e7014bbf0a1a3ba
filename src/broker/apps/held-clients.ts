/**
 * Which owners hold an OAuth client. A hostile document can name an honest authorization endpoint, a token endpoint of its own
 * and a client id of somebody else, so that codes for that client come to it (T190). So a client belongs to the place where a
 * browser goes, and a remote server gets none that anybody else holds there, however it came by the client id.
 */
import { fill } from '../../oauth/resolve-facts.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import { partsHash } from '../parts-hash.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';
import type { PublicOAuthApp } from '../stores.ts';

/** The ports of a look at the holders. */
export type HolderPorts = Pick<Ports, 'clientHolders' | 'clock' | 'random'> & {
  settings: Pick<Ports['settings'], 'environment'>;
};

/** A client as an owner is about to hold it. */
export interface HeldClient {
  owner: string;
  authorizationEndpoint: string;
  clientId: string;
}

/** Notes that the owner holds the client. An owner whose app is deleted gives it back. */
export async function holdClient(ports: HolderPorts, held: HeldClient): Promise<void> {
  const key = { clientKey: clientKeyOf(ports, held), owner: held.owner };
  const at = ports.clock.now();
  // Who holds it already has held it since then.
  await ports.clientHolders.change(key, {
    expect: { at: { absent: true } },
    set: { at },
    writeId: newId(ports),
  });
}

/**
 * Like {@link holdClient}, for a client that nobody else held before: who comes later takes nothing from whoever is there. Throws
 * `client_id_reserved`.
 */
export async function holdClientAlone(ports: HolderPorts, held: HeldClient): Promise<void> {
  // A refused owner keeps what it held before.
  await refuseHeldByOther(ports, held);
  await holdClient(ports, held);
  await refuseHeldByOther(ports, held).catch(async (error: unknown) => {
    await giveBackClient(ports, held);
    throw error;
  });
}

async function refuseHeldByOther(ports: HolderPorts, held: HeldClient): Promise<void> {
  const holders = await ports.clientHolders.of(clientKeyOf(ports, held));
  const since = holders.find(({ owner }) => owner === held.owner)?.at ?? ports.clock.now();
  const isHeld = holders.some(({ owner, at }) => owner !== held.owner && at <= since);
  if (isHeld) throw new Problem('client_id_reserved');
}

/** The owner holds the client no more. */
export async function giveBackClient(ports: HolderPorts, held: HeldClient): Promise<void> {
  await ports.clientHolders.delete({ clientKey: clientKeyOf(ports, held), owner: held.owner }, {});
}

/** The owner holds none of the clients of these apps any more. */
export async function giveBackClients(
  ports: HolderPorts,
  owner: string,
  apps: PublicOAuthApp[],
): Promise<void> {
  for (const app of apps) {
    const authorizationEndpoint = placeOfClient(app);
    const { clientId } = app;
    if (authorizationEndpoint !== undefined)
      await giveBackClient(ports, { owner, authorizationEndpoint, clientId });
  }
}

/** Where a browser goes with a client that may be held. Undefined: it is of a provider of the catalogue. Pure. */
export function placeOfClient({
  custom,
  remote,
  variables = {},
}: Pick<OAuthApp, 'custom' | 'remote' | 'variables'>): string | undefined {
  const url =
    remote?.server.authorizationEndpoint ?? (custom && fill(custom.authorizationEndpoint, variables));
  return url !== undefined && URL.canParse(url) ? url : undefined;
}

function clientKeyOf({ settings }: HolderPorts, { authorizationEndpoint, clientId }: HeldClient): string {
  return partsHash(['client holder', settings.environment, new URL(authorizationEndpoint).origin, clientId]);
}
