import type { Caller } from '../caller.ts';
import { Problem } from '../errors.ts';
import type { Person } from '../records.ts';

/** How caller tokens are verified. */
export interface CallerCheck {
  /** Verifies the caller token, or rejects. Undefined: this stage trusts its runtime and checks no caller. */
  verifyCaller: ((token: string) => Promise<Caller>) | undefined;
}

/**
 * Returns the runtime's caller. The caller's own token must name the workspace; the runtime's word is not enough (T047,
 * T056). Undefined: this stage checks no caller. Throws `temporarily_unavailable` if the keys cannot be read.
 */
export async function runtimeCaller(
  { verifyCaller }: CallerCheck,
  { callerToken, workspaceId }: { callerToken?: string; workspaceId: string },
): Promise<Person | undefined | 'refused'> {
  if (!verifyCaller) return undefined;
  if (!callerToken) return 'refused';
  try {
    const caller = await verifyCaller(callerToken);
    if (!caller.roles.has(workspaceId)) return 'refused';
    return { issuer: caller.issuer, subject: caller.subject };
  } catch (error) {
    // Without the keys nothing is known about the token, so the answer is "try again".
    if (error instanceof Problem && error.code === 'temporarily_unavailable') throw error;
    return 'refused';
  }
}
