/** Many refreshes on demand at once, and the places that they hold. */
import type { Ports } from '../../src/broker/ports.ts';
import type { ConnectionKey, PlacesStore } from '../../src/broker/stores.ts';
import { PLACES } from '../../src/contract/table.ts';
import { heldOrDone, placingStage } from './placing.ts';

let number = 0;

/** Which place is drawn by chance: always the first, or each in turn. So no test leans on chance. */
export type Draw = 'the first' | 'each in turn';

function drawing(random: Ports['random'], draw: Draw): Ports['random'] {
  let drawn = 0;
  return {
    uuidV7: (now) => random.uuidV7(now),
    bytes(count) {
      // Ids have more bytes.
      if (count !== 4) return random.bytes(count);
      const at = draw === 'the first' ? 0 : drawn++ % PLACES.length;
      const fraction = Buffer.alloc(4);
      fraction.writeUInt32BE(Math.floor(((at + 0.5) / PLACES.length) * 2 ** 32));
      return fraction;
    },
  };
}

/** A stage over this store, with two workspaces that no other stage has. */
export async function placingCrowd(places: PlacesStore, draw: Draw) {
  number++;
  const [acme, globex] = [`acme${number}`, `globex${number}`];
  const stage = await placingStage({ places });
  stage.ports.random = drawing(stage.ports.random, draw);
  const held = async (workspaceId = acme) => {
    const record: Partial<Record<string, string>> = { ...(await places.read({ workspaceId })) };
    // A place that lapsed stays until somebody takes it.
    return PLACES.filter((name) => Number.parseInt(record[name] ?? '0', 10) > stage.now()).length;
  };
  const asked = () => stage.provider.waiting.length;
  async function connectMany(provider: string, count: number, workspaceId = acme) {
    const keys: ConnectionKey[] = [];
    for (let at = 0; at < count; at++) keys.push(await stage.connect(workspaceId, `${provider}~c${at}`));
    return keys;
  }
  /** Starts them one after the other, so that nobody loses a race. */
  async function startAll(keys: ConnectionKey[], patch?: Partial<Ports>) {
    const reports: ReturnType<typeof stage.demand>[] = [];
    const before = asked();
    for (const key of keys) {
      reports.push(stage.demand(key, patch));
      await heldOrDone(stage.provider, reports, before + reports.length);
    }
    return reports;
  }
  const outcomes = async (reports: Promise<{ outcome: string }>[]) =>
    (await Promise.all(reports)).map(({ outcome }) => outcome);
  return { stage, acme, globex, places, held, asked, connectMany, startAll, outcomes };
}
