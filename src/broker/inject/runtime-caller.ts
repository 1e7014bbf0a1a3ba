import type { PersonalWorkspacesRule } from '../../contract/environment.ts';
import { OWN_WORKSPACE } from '../../contract/identifiers.ts';
import type { Caller } from '../caller.ts';
import { ownWorkspaceId } from '../callers/personal-workspace.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { Person } from '../records.ts';
import { hasServersOfPeople } from '../servers/find-server.ts';
import type { AskedIn } from '../servers/homes-of-call.ts';
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
export interface Entered extends AskedIn {
  /** Undefined: this stage checks no caller, and the request has no token that it can verify. */
  person: Person | undefined;
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
  if (!isOwn && !caller.roles.has(named)) return 'refused';
  const workspaceId = isOwn ? ownWorkspaceId(caller, check.personalWorkspaces ?? 'off') : named;
  return workspaceId === undefined ? 'refused' : { workspaceId, ...whoOf(check, caller) };
}

function whoOf({ personalWorkspaces = 'off' }: CallerCheck, caller: Caller): Omit<Entered, 'workspaceId'> {
  const { issuer, subject, issuedAt } = caller;
  const own = () => ownWorkspaceId(caller, personalWorkspaces);
  return { person: { issuer, subject }, ownWorkspaceId: own, issuedAt };
}

/**
 * In a stage that trusts its runtime, the person of the token that the runtime sends beside, for a call that may use a connection of
 * the person's own. Without a good token it is nobody's. Elsewhere the person is known already. Throws `temporarily_unavailable`.
 */
export async function withPerson(check: CallerCheck, asked: Asked, entered: Entered): Promise<Entered> {
  if (check.verifyCaller || !check.verifyPerson) return entered;
  const caller = await verified(check.verifyPerson, asked);
  return caller ? { ...entered, ...whoOf(check, caller) } : entered;
}

/** The same for a question about servers, some of which may use connections of people. */
export async function callerOfServers(
  ports: CallerCheck & Pick<Ports, 'servers'>,
  asked: Asked,
): Promise<Entered | 'refused'> {
  const entered = await runtimeCaller(ports, asked);
  return entered === 'refused' || !hasServersOfPeople(ports.servers)
    ? entered
    : withPerson(ports, asked, entered);
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
