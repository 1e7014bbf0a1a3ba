/** Which workspace the page shows. Pure. */

import type { Workspace } from '../sign-in/person.ts';
import { isPersonal } from '../sign-in/personal-workspace.ts';

export interface Wanted {
  /** What an address, a link or this tab names. */
  wanted: string | undefined;
  /** Whether an address or a link names it: then no other one is shown. */
  isNamed: boolean;
}

/**
 * An address that names a workspace of others opens none. Without a name it is the one that this tab showed last, or the first one of
 * the token: the personal one is shown to whoever named it, and to nobody else.
 */
export function workspaceShown(
  own: readonly Workspace[],
  personal: Workspace | undefined,
  { wanted, isNamed }: Wanted,
): Workspace | undefined {
  if (wanted !== undefined && isPersonal({ id: wanted })) return personal;
  return own.find(({ id }) => id === wanted) ?? (isNamed ? undefined : own[0]);
}
