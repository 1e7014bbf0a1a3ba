/**
 * Takes in what a runtime saw in a server's list of tools, and says what it may not show (T228). Who may tell: any caller whom an
 * injection would take. Such a message comes from a role that the operator let invoke the injector, so a lie is that of the operator's
 * own runtime; no member can send one with a token alone. A lie makes as many entries a day as {@link LIMITS.toolChangesOfDay}, and
 * hides or holds back tools of that server in that workspace until the next honest list.
 */
import type { ToolChangesRule } from '../../contract/environment.ts';
import { is, PERSONAL_WORKSPACE_ID } from '../../contract/identifiers.ts';
import type { ListedAnswer, ListedRequest } from '../../contract/injection-messages.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { findServer } from '../servers/find-server.ts';
import type { ServerKey } from '../stores.ts';
import { judgeSight } from '../tools/judge-sight.ts';
import { recordToolsChanged } from '../tools/record-tools-changed.ts';
import { isPersonEnded, isWorkspaceDeleted } from '../workspace-mark.ts';
import { refuse } from './refuse-injection.ts';
import { type CallerCheck, type Entered, runtimeCaller } from './runtime-caller.ts';

export type NoteToolsPorts = CallerCheck &
  Pick<
    Ports,
    'servers' | 'ownServers' | 'seenTools' | 'activity' | 'workspaceMarks' | 'clock' | 'random' | 'log'
  > & {
    settings: Pick<Ports['settings'], 'dashboardUrl'>;
    /** @default 'record' */
    toolChanges?: ToolChangesRule | undefined;
  };

/**
 * Returns the fingerprints that are held back, or `caller_not_authorized`, `unknown_server` or `temporarily_unavailable`. Rejects if
 * the table does not answer, or the entry of a change cannot be written: then nothing is remembered.
 */
export async function noteTools(ports: NoteToolsPorts, request: ListedRequest): Promise<ListedAnswer> {
  const entered = await runtimeCaller(ports, request);
  if (entered === 'refused' || (await isPersonEnded(ports, entered.workspaceId, entered)))
    return refuse(ports, 'caller_not_authorized');
  const { server: serverId, tools } = request.listed;
  const key = { workspaceId: entered.workspaceId, serverId };
  const server = await findServer(ports, key);
  if (!server) return refuse(ports, 'unknown_server');
  const seeing: Seeing = {
    ...{ entered, key, tools },
    // In a workspace of one's own all lists are of one person.
    isOfPeople: server.connectionOf !== undefined && !is(PERSONAL_WORKSPACE_ID, key.workspaceId),
    provider: server.registration.provider,
  };
  for (let round = 0; round < LIMITS.toolsRounds; round += 1) {
    const held = await noted(ports, seeing);
    if (held) return { held };
  }
  return refuse(ports, 'temporarily_unavailable', undefined, { retryAfterSeconds: 1 });
}

interface Seeing {
  entered: Entered;
  key: ServerKey;
  provider: string;
  tools: ListedRequest['listed']['tools'];
  isOfPeople: boolean;
}

/**
 * Undefined: somebody else wrote at the same time. The entry comes first, so that no crash leaves a change without one; two processes
 * that see the same change at the same moment make two.
 */
async function noted(
  ports: NoteToolsPorts,
  { entered, key, provider, tools, isOfPeople }: Seeing,
): Promise<string[] | undefined> {
  const row = await ports.seenTools.read(key);
  const at = ports.clock.now();
  const { held, changes, differing, set } = judgeSight(
    row,
    { tools, isOfPeople, at },
    ports.toolChanges ?? 'record',
  );
  const fields = { workspaceId: key.workspaceId, server: key.serverId, count: differing };
  if (differing > changes.length) ports.log.warn('tools_not_recorded', fields);
  if (!set) return held;
  // A workspace that was deleted gets no new rows.
  if (!row && (await isWorkspaceDeleted(ports, key.workspaceId, at))) return held;
  if (changes.length > 0) {
    ports.log.info('tools_changed', fields);
    await recordToolsChanged(ports, { key, provider, person: entered.person, at }, changes);
  }
  const isKept = await ports.seenTools.change(key, {
    expect: { revision: row ? { is: row.revision } : { absent: true } },
    set: { revision: (row?.revision ?? 0) + 1, ...set },
    writeId: newId(ports),
  });
  return isKept ? held : undefined;
}
