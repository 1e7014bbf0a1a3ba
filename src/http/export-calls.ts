/** Calls as a file: one part of it, bounded in rows, in what is read, and in bytes. */
import { type CallsReading, visibleCalls } from '../broker/calls/visible-calls.ts';
import { LIMITS } from '../broker/limits.ts';
import type { Ports } from '../broker/ports.ts';
import { shownWorkspace } from '../contract/identifiers.ts';
import { type Columns, csvPart } from './csv-part.ts';
import { describeCall } from './describe-call.ts';
import type { FilePart } from './file-part.ts';

/** A list is one cell, with spaces between its items. */
const COLUMNS: Columns<ReturnType<typeof describeCall>> = {
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
  return csvPart({
    columns: COLUMNS,
    rows: items.map((entry) => ({ position: entry.key.operationId, record: describeCall(entry) })),
    isFirst: reading.after === undefined,
    // Of nothing but the grammar of a workspace's id.
    fileName: `calls-${shownWorkspace(reading.workspaceId)}.csv`,
    next,
  });
}
