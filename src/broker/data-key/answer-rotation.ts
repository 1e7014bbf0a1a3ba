import { type Begun, RotationRequest, type SweepReport } from '../../contract/rotation.ts';
import { Problem } from '../errors.ts';
import type { Deadline } from '../ports.ts';
import { beginRotation } from './begin-rotation.ts';
import type { RotationPorts } from './rotation-ports.ts';
import { sweepSealedRows } from './sweep-sealed-rows.ts';

/**
 * Answers a rotation request. Throws `invalid_request` for any other event: a mistake must not look like a rotation.
 */
export async function answerRotation(
  ports: RotationPorts,
  event: unknown,
  deadline: Deadline,
): Promise<Begun | SweepReport> {
  const { success, data } = RotationRequest.safeParse(event);
  if (!success) throw new Problem('invalid_request');
  return data.kind === 'begin' ? beginRotation(ports, data) : sweepSealedRows(ports, data, deadline);
}
