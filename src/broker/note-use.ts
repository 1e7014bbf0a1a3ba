import type { InjectNeeds } from './inject.ts';
import { newId } from './new-id.ts';
import type { ConnectionKey } from './ports.ts';
import type { Connection } from './records.ts';

const HOUR = 3_600_000;

/** Written at most once an hour; a failure to note is not a failure to inject. */
export async function noteUse(ports: InjectNeeds, key: ConnectionKey, connection: Connection): Promise<void> {
  const hour = Math.floor(ports.clock.now() / HOUR);
  if ((connection.lastUsedHour ?? 0) >= hour) return;
  try {
    const expect = { epoch: { is: connection.epoch } };
    await ports.connections.change(key, { expect, set: { lastUsedHour: hour }, writeId: newId(ports) });
  } catch {
    ports.log.warn('use_not_noted', key);
  }
}
