/** The activity as a file: one part of it, bounded in rows, in what is read, and in bytes. */
import { LIMITS } from '../broker/limits.ts';
import type { ToolChange } from '../broker/records.ts';
import { shownWorkspace } from '../contract/identifiers.ts';
import { type Columns, csvPart } from './csv-part.ts';
import type { FilePart } from './file-part.ts';
import {
  type ActivityPorts,
  type ActivityReading,
  describeActivity,
  visibleActivity,
} from './visible-activity.ts';

/** A list is one cell, with spaces between its items. */
const COLUMNS: Columns<ReturnType<typeof describeActivity>> = {
  at: ({ at }) => at,
  type: ({ type }) => type,
  outcome: ({ outcome }) => outcome,
  actor: ({ actor }) => actor,
  actor_issuer: ({ actorIssuer }) => actorIssuer,
  provider: ({ provider }) => provider,
  connection: ({ connectionId }) => connectionId,
  server: ({ server }) => server,
  client_id: ({ clientId }) => clientId,
  app_version: ({ version }) => version?.toString(),
  addresses_before: ({ addressesBefore }) => addressesBefore?.join(' '),
  addresses_after: ({ addressesAfter }) => addressesAfter?.join(' '),
  tools: ({ toolChanges }) => toolChanges?.map(inCell).join(' '),
  tools_changed: ({ toolsChanged }) => toolsChanged?.toString(),
  operation: ({ operation }) => operation,
};

/** Before and after stand behind the name, and nothing in the place of the one that is missing. */
function inCell({ tool, before = '', after = '' }: ToolChange): string {
  return `${tool}=${before}>${after}`;
}

/** The part after a position, or the first one, which alone has the names of the columns. */
export async function exportActivity(
  ports: ActivityPorts,
  reading: Omit<ActivityReading, 'lookedAt'>,
): Promise<FilePart> {
  const { items, next } = await visibleActivity(ports, { ...reading, lookedAt: LIMITS.rowsOfExport });
  return csvPart({
    columns: COLUMNS,
    rows: items.map((entry) => ({ position: entry.id, record: describeActivity(entry) })),
    isFirst: reading.after === undefined,
    // Of nothing but the grammar of a workspace's id.
    fileName: `activity-${shownWorkspace(reading.workspaceId)}.csv`,
    next,
  });
}
