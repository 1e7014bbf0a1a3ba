import type { DataKeyRecord } from '../records.ts';
import type { RotationPorts } from './rotation-ports.ts';

/** The newest data key. Throws if the environment has none. */
export async function currentKey({ dataKeys }: Pick<RotationPorts, 'dataKeys'>): Promise<DataKeyRecord> {
  const newest = await dataKeys.newest();
  if (!newest) throw new Error('there is no data key yet');
  return newest;
}
