/** The figures for a reader. Pure. */
import { table } from '../table.ts';
import type { DoorReport } from './measure.ts';

export function describeDoor({ door, direct, ratio, calls }: DoorReport): string {
  const rows = [
    ['a question to the door', door],
    ['a direct invocation of the injector', direct],
  ] as const;
  return [
    `A token by the door, of ${calls} each, one after the other`,
    table([['', 'p50 ms'], ...rows.map(([name, value]) => [name, value.toFixed(1)])]),
    `  The door takes ${ratio.toFixed(2)} times a direct invocation, which is within it`,
    '  The injector is on this machine; an invocation in AWS takes longer, and the ratio falls towards 1.',
  ].join('\n');
}
