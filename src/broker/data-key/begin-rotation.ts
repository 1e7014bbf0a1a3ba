/** The beginning of a rotation: a new data key becomes current. */
import type { BeginRequest, Begun } from '../../contract/rotation.ts';
import { vaultContext } from '../../vault/key-wrapper.ts';
import { publishEvent } from '../activity/publish-event.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import { readStanding } from '../sweep/run-sweep.ts';
import { currentKey } from './current-key.ts';
import { openSweep } from './open-sweep.ts';
import type { RotationPorts } from './rotation-ports.ts';

/**
 * Makes a new key current, unless the newest is younger than {@link LIMITS.retiredKeyWait} or `reseal` stands in the middle of
 * the table: a repeated `begin` makes no second key, and a rotation that broke off goes on. With `anew` where `reseal` stands
 * does not matter.
 */
export async function beginRotation(
  ports: RotationPorts,
  { anew }: Pick<BeginRequest, 'anew'>,
): Promise<Begun> {
  const { clock, dataKeys, wrapper, environment } = ports;
  const newest = await currentKey(ports);
  const isYoung = clock.now() - newest.createdAt < LIMITS.retiredKeyWait;
  if (isYoung || (!anew && (await isUnderWay(ports)))) return { version: newest.version, isNew: false };
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

/** A cursor is good for {@link LIMITS.sweepAge}, so a rotation that was given up is under way no longer than that. */
async function isUnderWay(ports: RotationPorts): Promise<boolean> {
  return (await readStanding(await openSweep(ports, 'reseal'))).some((cursor) => cursor !== undefined);
}

async function publishRotated(ports: RotationPorts, keyVersion: number): Promise<void> {
  const at = ports.clock.now();
  ports.log.info('data_key_made', { keyVersion });
  await publishEvent(ports, { id: ports.random.uuidV7(at), at, type: 'data_key_rotated', keyVersion });
}
