import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Activity, Person, ToolChange } from '../records.ts';
import type { ServerKey } from '../stores.ts';

interface Sighting {
  key: ServerKey;
  provider: string;
  /** Whose client listed the tools. Undefined: the stage checks no caller. */
  person: Person | undefined;
  at: number;
}

/** Writes the entry of a change that somebody's client saw. Rejects if it cannot be written. */
export async function recordToolsChanged(
  { activity, random }: Pick<Ports, 'activity' | 'random'>,
  { key: { workspaceId, serverId: server }, provider, person, at }: Sighting,
  changes: readonly ToolChange[],
): Promise<void> {
  const id = random.uuidV7(at);
  const entry: Activity = {
    ...{ at, type: 'tools_changed', server, provider, ...listedChanges(changes) },
    ...(person && { actor: person.subject, actorIssuer: person.issuer }),
  };
  const forgetAt = at + LIMITS.activityRetention;
  await activity.change(
    { workspaceId, id },
    { expect: { at: { absent: true } }, set: entry, writeId: id, forgetAt },
  );
}

/** As an entry holds them: the first ones, and how many there are. Pure. */
export function listedChanges(
  changes: readonly ToolChange[],
): Required<Pick<Activity, 'toolChanges' | 'toolsChanged'>> {
  return { toolChanges: changes.slice(0, LIMITS.toolChangesListed), toolsChanged: changes.length };
}
