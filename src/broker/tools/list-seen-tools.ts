import { recordedTool } from '../activity/recorded-names.ts';
import type { Ports } from '../ports.ts';
import type { ServerKey } from '../stores.ts';
import { readKnown, without } from './seen-tools.ts';

/** A tool of the last list, as people read it. */
export interface SeenTool {
  name: string;
  fingerprint: string;
  isApproved: boolean;
}

/** The tools of the last list, by name. Empty: no list was seen. Nothing of it is proved. */
export async function listSeenTools(
  { reads }: { reads: Pick<Ports['reads'], 'seenTools'> },
  key: ServerKey,
): Promise<SeenTool[]> {
  const row = await reads.seenTools(key);
  if (!row) return [];
  const { seen, approved } = readKnown(row);
  return seen
    .map((tool) => ({
      name: recordedTool(tool.name),
      fingerprint: tool.fingerprint,
      isApproved: without([tool], approved).length === 0,
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
