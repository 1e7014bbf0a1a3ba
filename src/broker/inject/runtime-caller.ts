import type { PersonalWorkspacesRule } from '../../contract/environment.ts';
import { OWN_WORKSPACE } from '../../contract/identifiers.ts';
import type { Caller } from '../caller.ts';
import { atOwnWorkspace } from '../callers/personal-workspace.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { Person } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { isPersonEnded } from '../workspace-mark.ts';

/** How caller tokens are verified. */
export interface CallerCheck {
  /** Verifies the caller token, or rejects. Undefined: this stage trusts its runtime and checks no caller. */
  verifyCaller: ((token: string) => Promise<Caller>) | undefined;
  /** The same in a stage that trusts its runtime: a person's own connection needs the person's token everywhere. */
  verifyPerson?: ((token: string) => Promise<Caller>) | undefined;
  /** @default 'off' */
  personalWorkspaces?: PersonalWorkspacesRule;
}

/** Who calls, and in which workspace. */
export interface Entered {
  workspaceId: string;
  /** Undefined: this stage checks no caller, and the request has no token that it can verify. */
  person: Person | undefined;
  /** The person's own workspace. Undefined: the stage has none for this caller. */
  ownWorkspaceId?: string | undefined;
  /** When the caller's token was issued, in milliseconds since the epoch. */
  issuedAt?: number | undefined;
}

type Asked = { callerToken?: string; workspaceId: string };

/**
 * Returns the runtime's caller and the workspace. The caller's own token must name the workspace; the runtime's word is not enough
 * (T047, T056). `~me` is resolved here, by the token alone (T221, T222): a stage that checks no caller has none. Throws
 * `temporarily_unavailable` if the keys cannot be read.
 */
export async function runtimeCaller(check: CallerCheck, asked: Asked): Promise<Entered | 'refused'> {
  const { workspaceId: named } = asked;
  const isOwn = named === OWN_WORKSPACE;
  if (!check.verifyCaller) return isOwn ? 'refused' : { workspaceId: named, person: undefined };
  const caller = await verified(check.verifyCaller, asked);
  if (!caller) return 'refused';
  const ownWorkspaceId = atOwnWorkspace(caller, check.personalWorkspaces ?? 'off')?.workspaceId;
  const workspaceId = isOwn ? ownWorkspaceId : named;
  if (workspaceId === undefined) return 'refused';
  if (!isOwn && !caller.roles.has(named)) return 'refused';
  const { issuer, subject, issuedAt } = caller;
  return { workspaceId, person: { issuer, subject }, ownWorkspaceId, issuedAt };
}

/**
 * In a stage that trusts its runtime, the person of the token that the runtime sends beside, for a call that may use a connection of
 * the person's own. Without a good token it is nobody's. Elsewhere the person is known already. Throws `temporarily_unavailable`.
 */
export async function withPerson(check: CallerCheck, asked: Asked, entered: Entered): Promise<Entered> {
  if (check.verifyCaller || !check.verifyPerson) return entered;
  const caller = await verified(check.verifyPerson, asked);
  if (!caller) return entered;
  const { issuer, subject, issuedAt } = caller;
  const ownWorkspaceId = atOwnWorkspace(caller, check.personalWorkspaces ?? 'off')?.workspaceId;
  return { ...entered, person: { issuer, subject }, ownWorkspaceId, issuedAt };
}

async function verified(
  verify: (token: string) => Promise<Caller>,
  { callerToken }: Asked,
): Promise<Caller | undefined> {
  if (!callerToken) return undefined;
  try {
    return await verify(callerToken);
  } catch (error) {
    // Without the keys nothing is known about the token, so the answer is "try again".
    if (error instanceof Problem && error.code === 'temporarily_unavailable') throw error;
    return undefined;
  }
}

/**
 * Whether an operator ended the person whose own connection would be used, after the caller's token was issued (T223). Nothing is read
 * where the connection is that of a workspace.
 */
export function isEnded(
  ports: Pick<Ports, 'workspaceMarks'>,
  { workspaceId }: ConnectionKey,
  { issuedAt }: Pick<Entered, 'issuedAt'>,
): Promise<boolean> {
  return isPersonEnded(ports, workspaceId, { issuedAt });
}

/** The same for many servers: each workspace is asked about once. */
export function endedOnce(
  ports: Pick<Ports, 'workspaceMarks'>,
  entered: Pick<Entered, 'issuedAt'>,
): (key: ConnectionKey) => Promise<boolean> {
  const asked = new Map<string, Promise<boolean>>();
  return (key) => {
    const known = asked.get(key.workspaceId) ?? isEnded(ports, key, entered);
    asked.set(key.workspaceId, known);
    return known;
  };
}
