/** The figures for a reader, and what must hold of them, whatever the machine. Pure. */
import { table } from '../table.ts';
import { MOST, type OneAddressReport } from './measure.ts';

export function describeOneAddress({ endpoint, direct, injection, ratio, calls }: OneAddressReport): string {
  const rows = [
    ['a call through the endpoint', endpoint],
    ['the call itself, at the MCP server', direct],
    ['the injection of its token', injection],
  ] as const;
  return [
    `A call through one address, of ${calls} each, one after the other`,
    table([['', 'p50 ms'], ...rows.map(([name, value]) => [name, value.toFixed(1)])]),
    `  The endpoint takes ${ratio.toFixed(2)} times the other two together (at most ${MOST})`,
    '  The MCP server is the demo one, which calls an API of this machine; with a slower tool the ratio falls towards 1.',
  ].join('\n');
}

export function missedByOneAddress({ ratio }: OneAddressReport): string[] {
  return ratio <= MOST
    ? []
    : [`a call through the endpoint takes ${ratio.toFixed(2)} times a call and an injection`];
}
