/** Calls as a file: one part of it, bounded in rows, in what is read, and in bytes. */
import { type CallsReading, visibleCalls } from '../broker/calls/visible-calls.ts';
import { LIMITS } from '../broker/limits.ts';
import type { Ports } from '../broker/ports.ts';
import { BYTE_ORDER_MARK, csvRow } from './csv.ts';
import { describeCall } from './describe-call.ts';
import type { FilePart } from './file-part.ts';

type Described = ReturnType<typeof describeCall>;

/** The columns, in the order of the file. A list is one cell, with spaces between its items. */
const COLUMNS: Record<string, (call: Described) => string | undefined> = {
  at: ({ at }) => at,
  operation_id: ({ operationId }) => operationId,
  outcome: ({ outcome }) => outcome,
  server: ({ server }) => server,
  tool: ({ tool }) => tool,
  connection: ({ connectionId }) => connectionId,
  hosts: ({ hosts }) => hosts?.join(' '),
  missing_scopes: ({ missingScopes }) => missingScopes?.join(' '),
  challenged_scopes: ({ challengedScopes }) => challengedScopes?.join(' '),
  caller: ({ caller }) => caller,
  caller_issuer: ({ callerIssuer }) => callerIssuer,
  replayed_at: ({ replayedAt }) => replayedAt,
  trial: ({ trial }) => trial && 'true',
};

/** The part after a position, or the first one, which alone has the names of the columns. */
export async function exportCalls(
  ports: Pick<Ports, 'callReads' | 'clock'>,
  reading: Omit<CallsReading, 'lookedAt'>,
): Promise<FilePart> {
  const { items, next } = await visibleCalls(ports, { ...reading, lookedAt: LIMITS.rowsOfExport });
  const first = reading.after === undefined;
  let text = first ? BYTE_ORDER_MARK + csvRow(Object.keys(COLUMNS)) : '';
  let bytes = 0;
  let last: string | undefined;
  for (const entry of items) {
    const call = describeCall(entry);
    const row = csvRow(Object.values(COLUMNS).map((column) => column(call) ?? ''));
    bytes += Buffer.byteLength(row);
    if (last !== undefined && bytes > LIMITS.bytesOfExport)
      return { text, fileName: fileName(reading.workspaceId), next: last };
    text += row;
    last = entry.key.operationId;
  }
  return { text, fileName: fileName(reading.workspaceId), ...(next !== undefined && { next }) };
}

/** Of nothing but the grammar of a workspace's id. */
function fileName(workspaceId: string): string {
  return `calls-${workspaceId}.csv`;
}
