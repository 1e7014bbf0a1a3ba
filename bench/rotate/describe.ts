/** The figures of a rotation and a restore for a reader, and what must hold of them. Pure. */
import { LIMITS } from '../../src/broker/limits.ts';
import { PRICES, sourcesOf } from '../prices.ts';
import { table } from '../table.ts';
import { atSize, CAPACITY, CORE, SHARE, SIZE } from './at-size.ts';
import { ENTRIES_OF_CONNECTION } from './given.ts';
import type { RotateReport } from './measure.ts';
import { type Part, pagesAgain } from './part.ts';

/** Pages beside the full ones: each segment has a last one. */
const mostPages = ({ connections, segments }: RotateReport) =>
  Math.ceil((connections * (1 + ENTRIES_OF_CONNECTION)) / LIMITS.sweepPage) + 2 * segments;
const MOST = {
  writesOfARow: 1.1,
  /** Of the current key and of each older one that a row lies under: once an invocation. */
  kmsCalls: 2,
  /** A row of 1.5 kB and three entries of the activity are read whole, also where a part of them is asked for. */
  readUnitsOfARow: 0.75,
  /** Whether it is there, whether its workspace is being deleted, and for a lost one that once more. */
  restoreReadsOfARow: 2.7,
};

export function missedByRotation(report: RotateReport): string[] {
  const { connections, segments, whole, resumed, proof, restored, restoredInTwo, lost } = report;
  const missed: string[] = [];
  const most = (what: string, found: number, limit: number) => {
    if (found > limit) missed.push(`${what}: ${found}, at most ${limit}`);
  };
  most('pages of a rotation', whole.pages, mostPages(report));
  most('pages of a retirement', proof.pages, mostPages(report));
  most('pages that a resumed rotation reads again', pagesAgain(resumed), segments);
  most('pages that a resumed restore reads again', pagesAgain(restoredInTwo), segments);
  most('writes of a sealed row', whole.writes / connections, MOST.writesOfARow);
  // A dead process leaves at most the rows of one page of each segment to be read, and none to be sealed, again.
  most('writes of a sealed row, resumed', resumed.writes / connections, MOST.writesOfARow);
  most('KMS calls of a rotation', whole.kmsCalls, MOST.kmsCalls);
  most('KMS calls of a resumed rotation', resumed.kmsCalls, 2 * MOST.kmsCalls);
  most('read units of a sealed row', whole.readUnits / connections, MOST.readUnitsOfARow);
  most('reads of a row of the restored table', restored.reads / connections, MOST.restoreReadsOfARow);
  most('writes of a row that comes back', restored.writes / lost, MOST.writesOfARow);
  const parts = { whole, resumed, proof, restored, restoredInTwo };
  for (const [name, { callsTable }] of Object.entries(parts))
    most(`requests to the table of calls, ${name}`, callsTable, 0);
  return missed;
}

const decimals = (number: number, digits = 2) => number.toFixed(digits);

function perRow(parts: [string, Part][], rows: number): string {
  const head = [
    '',
    'pages',
    'again',
    'reads',
    'writes',
    'read units',
    'write units',
    'KMS',
    'CPU ms',
    'calls',
  ];
  const row = ([name, part]: [string, Part]) => [
    name,
    decimals(part.pages / rows, 4),
    String(pagesAgain(part)),
    decimals(part.reads / rows),
    decimals(part.writes / rows),
    decimals(part.readUnits / rows),
    decimals(part.writeUnits / rows),
    String(part.kmsCalls),
    decimals(part.cpuMilliseconds / rows),
    String(part.callsTable),
  ];
  return table([head, ...parts.map(row)]);
}

function atFullSize(parts: [string, Part, boolean][], connections: number): string {
  const head = ['', 'by reads', 'by writes', 'by CPU', 'hours', 'dollars'];
  const row = ([name, part, inFunction]: [string, Part, boolean]) => {
    const { readHours, writeHours, cpuHours, hours, dollars } = atSize(part, connections, { inFunction });
    return [
      name,
      ...[readHours, writeHours, cpuHours, hours].map((each) => decimals(each)),
      `$${decimals(dollars)}`,
    ];
  };
  return table([head, ...parts.map(row)]);
}

export function describeRotation(report: RotateReport): string {
  const { connections, sizes, segments, lost, whole, resumed, proof, restored, restoredInTwo } = report;
  return [
    `No store here is durable: dynalite keeps everything in memory, and KMS is a stand-in. Counts and capacity units follow DynamoDB's rules, times do not.`,
    `${connections} connections of ${Math.round(sizes.sealed)} bytes with ${ENTRIES_OF_CONNECTION} entries of the activity each (${Math.round(sizes.average)} bytes an item on average), ${segments} segments, pages of ${LIMITS.sweepPage} items`,
    '',
    `Rotation, for each of ${connections} sealed rows ("again": pages read twice, "KMS": calls in all, "calls": requests to the table of calls)`,
    perRow(
      [
        ['sealed anew', whole],
        ['the same, in two runs', resumed],
        ['the retirement', proof],
      ],
      connections,
    ),
    '',
    `Restore of ${lost} lost rows, for each of ${connections} rows`,
    perRow(
      [
        ['whole', restored],
        ['in two runs', restoredInTwo],
      ],
      connections,
    ),
    '',
    `${SIZE} connections, hours at ${SHARE} of ${CAPACITY.reads} read and ${CAPACITY.writes} write units a second; ${decimals(CORE)} of a core for the function, one for the operator's machine`,
    atFullSize(
      [
        ['sealed anew', whole, true],
        ['the retirement', proof, true],
        ['restore of half of them', restored, false],
      ],
      connections,
    ),
    `Limits: ${mostPages(report)} pages a sweep, ${segments} of them twice where it breaks off; for a row ${MOST.writesOfARow} writes and ${MOST.readUnitsOfARow} read units; ${MOST.kmsCalls} KMS calls an invocation; none to the table of calls`,
    `Prices: ${sourcesOf({ ...{ write: PRICES.dynamodbWrite, read: PRICES.dynamodbRead }, lambda: PRICES.lambdaDuration })}`,
  ].join('\n');
}
