/** An admin's yes to definitions of tools that were shown to the admin. */
import { countAct, type QuotaPorts } from '../activity/quota.ts';
import { type ChangePorts, recordedChange } from '../activity/recorded-change.ts';
import { recordedTool } from '../activity/recorded-names.ts';
import { type Caller, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { ServerKey } from '../stores.ts';
import { listedChanges } from './record-tools-changed.ts';
import { readKnown, without, writeTools } from './seen-tools.ts';

/**
 * Approves these definitions, and none that the server lists in their place later. Throws `server_changed`, with nothing approved, if
 * the last list has not all of them, or somebody else wrote at the same time; `not_found` if no list was seen; `forbidden`,
 * `too_many_requests` or `temporarily_unavailable`.
 */
export async function approveTools(
  ports: Pick<Ports, 'seenTools'> & ChangePorts & QuotaPorts,
  { caller, key, fingerprints }: { caller: Caller; key: ServerKey; fingerprints: readonly string[] },
): Promise<void> {
  const { workspaceId, serverId: server } = key;
  requireRole(caller, workspaceId, 'admin');
  await countAct(ports, { caller, workspaceId });
  const row = await ports.seenTools.read(key);
  if (!row) throw new Problem('not_found');
  const { seen, approved } = readKnown(row);
  const wanted = seen.filter(({ fingerprint }) => fingerprints.includes(fingerprint));
  if (new Set(wanted.map(({ fingerprint }) => fingerprint)).size < new Set(fingerprints).size)
    throw new Problem('server_changed');
  const fresh = without(wanted, approved);
  if (fresh.length === 0) return;
  const changes = fresh.map(({ name, fingerprint }) => ({ tool: recordedTool(name), after: fingerprint }));
  const what = { type: 'tools_approved' as const, workspaceId, caller, server, ...listedChanges(changes) };
  await recordedChange(ports, what, async () => {
    // What the last list has comes first: it is not dropped where there are too many.
    const current = seen.filter((each) => without([each], [...approved, ...fresh]).length === 0);
    const isKept = await ports.seenTools.change(key, {
      expect: { revision: { is: row.revision } },
      set: { revision: row.revision + 1, approved: writeTools([...current, ...approved]) },
      writeId: newId(ports),
    });
    if (!isKept) throw new Problem('server_changed');
  });
}
