import type { Caller } from '../caller.ts';
import { Problem } from '../errors.ts';
import type { Person } from '../records.ts';

export interface CallerCheck {
  /** Verifies the caller token, or rejects. Undefined: this stage trusts its runtime's word. */
  verifyCaller: ((token: string) => Promise<Caller>) | undefined;
}

/**
 * Who called the runtime. The workspace is the caller's, as their own token says, and not as the runtime says (T047,
 * T056). Undefined: nobody looks. Rejects only where the keys to look with cannot be had.
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
    // Keys that cannot be had now accuse nobody; the answer is then "try again".
    if (error instanceof Problem && error.code === 'temporarily_unavailable') throw error;
    return 'refused';
  }
}
