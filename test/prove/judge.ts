/** What a run did to its connections, against what the provider knows. */

import { openToken } from '../../src/broker/connection/open-tokens.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import type { Grant, ScriptedProvider, Use } from './scripted-provider.ts';
import type { ProvePorts } from './world.ts';

export interface Subject {
  key: ConnectionKey;
  grant: Grant;
}

/**
 * - `lost`: the provider gave tokens that we neither have nor could not have had. - `lost-in-window`: the same, where a
 * process died or an answer was lost, in the one window where nothing can help. - `lost-cut-off`: the same, where table
 * and escrow refused a process to its end. - `false-death`: declared dead although the
 * stored token would have worked. - `revived`: disconnected, and its tokens live.
 */
export type Finding =
  | 'fine'
  | 'dead'
  | 'lost'
  | 'lost-in-window'
  | 'lost-cut-off'
  | 'false-death'
  | 'revived';

/** What the run knows of the past. Processes are named by their numbers. */
export interface Past {
  provider: ScriptedProvider;
  dead: ReadonlySet<number>;
  cutOff: ReadonlySet<number>;
  /** When each process began. */
  began: ReadonlyMap<number, number>;
}

export async function findingOf(
  ports: Pick<ProvePorts, 'connections' | 'vault'>,
  { key, grant }: Subject,
  past: Past,
): Promise<Finding> {
  const record = await ports.connections.read(key);
  if (!record) throw new Error('a connection is gone');
  const loss = excuseOf(grant, past);
  if (record.status === 'disconnected') return grant.isAlive ? (loss ?? 'revived') : 'fine';
  if (grant.endedBy === 'owner') return record.status === 'reauthorization_required' ? 'dead' : 'lost';
  const stored = (await openToken(ports, key, record, 'sealedRefresh'))?.reveal();
  const holdsCurrent = grant.isAlive && stored === grant.refresh;
  if (holdsCurrent) return record.status === 'reauthorization_required' ? 'false-death' : 'fine';
  return loss ?? 'lost';
}

/** Why the tokens of a rotating grant may have been lost without a fault of ours. */
function excuseOf({ id }: Grant, past: Past): 'lost-in-window' | 'lost-cut-off' | undefined {
  const rotations = past.provider.usesOf(id).filter(({ did }) => did === 'rotated');
  if (rotations.some((use) => isUnheard(use, past))) return 'lost-in-window';
  return rotations.some(({ process }) => past.cutOff.has(process)) ? 'lost-cut-off' : undefined;
}

/** Nobody who lives heard the answer. */
function isUnheard({ isAnswerLost, process }: Use, { dead }: Past): boolean {
  return isAnswerLost || dead.has(process);
}

/**
 * Refresh tokens presented again although the first answer was heard, could be kept, and nobody was slower than the lease
 * allows. Those that never rotate may be.
 */
export function doubleSpends(past: Past): number {
  const seen = new Map<string, Use>();
  let count = 0;
  for (const use of past.provider.uses) {
    if (past.provider.grants.get(use.grant)?.rotation === 'none') continue;
    const earlier = seen.get(use.refresh);
    if (earlier?.did === 'rotated' && !mayAskAgain(earlier, use, past)) count++;
    seen.set(use.refresh, use);
  }
  return count;
}

function mayAskAgain(earlier: Use, use: Use, past: Past): boolean {
  // A process that stood still for longer than its lease, wherever between its claim and its store.
  const wasSlow = use.at - (past.began.get(earlier.process) ?? 0) >= LIMITS.lease;
  return isUnheard(earlier, past) || past.cutOff.has(earlier.process) || wasSlow;
}
