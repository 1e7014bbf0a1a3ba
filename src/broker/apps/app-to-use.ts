/** Whether a workspace can connect a provider, and with whose OAuth app: the API tells it, and a consent acts on it. */

/** `verified` and `workspace`: whose app is used. The others are Problems: there is none, or only the workspace's may be used. */
export type AppToUse = 'verified' | 'workspace' | 'app_not_available' | 'app_not_allowed';

/** The apps that exist and are not being deleted, and what was decided about them. */
interface Apps {
  hasVerified: boolean;
  hasOwn: boolean;
  isVerifiedAllowed: boolean;
  /** What the person asked for. */
  wanted?: 'verified' | 'workspace' | undefined;
}

/** The verified app wins, where it exists and is allowed. Pure. */
export function appToUse({ hasVerified, hasOwn, isVerifiedAllowed, wanted }: Apps): AppToUse {
  if (wanted !== 'workspace' && hasVerified && isVerifiedAllowed) return 'verified';
  if (wanted !== 'verified' && hasOwn) return 'workspace';
  return wanted === 'workspace' || isVerifiedAllowed ? 'app_not_available' : 'app_not_allowed';
}
