import type { PersonalWorkspacesRule } from '../../contract/environment.ts';
import { OWN_WORKSPACE } from '../../contract/identifiers.ts';
import type { Caller } from '../caller.ts';
import { atOwnWorkspace } from '../callers/personal-workspace.ts';
import { Problem } from '../errors.ts';
import type { Person } from '../records.ts';

/** How caller tokens are verified. */
export interface CallerCheck {
  /** Verifies the caller token, or rejects. Undefined: this stage trusts its runtime and checks no caller. */
  verifyCaller: ((token: string) => Promise<Caller>) | undefined;
  /** @default 'off' */
  personalWorkspaces?: PersonalWorkspacesRule;
}

/** Who calls, and in which workspace. */
export interface Entered {
  workspaceId: string;
  /** Undefined: this stage checks no caller. */
  person: Person | undefined;
}

/**
 * Returns the runtime's caller and the workspace. The caller's own token must name the workspace; the runtime's word is not enough
 * (T047, T056). `~me` is resolved here, by the token alone (T221, T222): a stage that checks no caller has none. Throws
 * `temporarily_unavailable` if the keys cannot be read.
 */
export async function runtimeCaller(
  { verifyCaller, personalWorkspaces = 'off' }: CallerCheck,
  { callerToken, workspaceId: named }: { callerToken?: string; workspaceId: string },
): Promise<Entered | 'refused'> {
  const isOwn = named === OWN_WORKSPACE;
  if (!verifyCaller) return isOwn ? 'refused' : { workspaceId: named, person: undefined };
  if (!callerToken) return 'refused';
  try {
    const caller = await verifyCaller(callerToken);
    const { issuer, subject, roles } = caller;
    const own = isOwn ? atOwnWorkspace(caller, personalWorkspaces) : undefined;
    const workspaceId = own?.workspaceId ?? named;
    if (!own && !roles.has(named)) return 'refused';
    return { workspaceId, person: { issuer, subject } };
  } catch (error) {
    // Without the keys nothing is known about the token, so the answer is "try again".
    if (error instanceof Problem && error.code === 'temporarily_unavailable') throw error;
    return 'refused';
  }
}
