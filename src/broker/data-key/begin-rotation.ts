/** The beginning of a rotation: a new data key becomes current. */
import type { Begun } from '../../contract/rotation.ts';
import { vaultContext } from '../../vault/key-wrapper.ts';
import { publishEvent } from '../activity/publish-event.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { DataKeyRecord } from '../records.ts';
import type { RotationPorts } from './rotation-ports.ts';

/**
 * Makes a new key current, unless the newest is younger than {@link LIMITS.retiredKeyWait}: a repeated `begin` makes no
 * second key.
 */
export async function beginRotation(ports: RotationPorts): Promise<Begun> {
  const { clock, dataKeys, wrapper, environment } = ports;
  const newest = await currentKey(ports);
  if (clock.now() - newest.createdAt < LIMITS.retiredKeyWait)
    return { version: newest.version, isNew: false };
  const { plaintext, wrapped } = await wrapper.generate(vaultContext(environment));
  plaintext.fill(0);
  const version = newest.version + 1;
  const isNew = await dataKeys.change(
    { version },
    {
      expect: { version: { absent: true } },
      set: { version, wrapped, state: 'current', createdAt: clock.now() },
      writeId: newId(ports),
    },
  );
  if (isNew) await publishRotated(ports, version);
  return { version, isNew };
}

async function publishRotated(ports: RotationPorts, keyVersion: number): Promise<void> {
  const at = ports.clock.now();
  ports.log.info('data_key_made', { keyVersion });
  await publishEvent(ports, { id: ports.random.uuidV7(at), at, type: 'data_key_rotated', keyVersion });
}

/** The newest key. Throws if the environment has none. */
export async function currentKey({ dataKeys }: Pick<RotationPorts, 'dataKeys'>): Promise<DataKeyRecord> {
  const newest = await dataKeys.newest();
  if (!newest) throw new Error('there is no data key yet');
  return newest;
}
