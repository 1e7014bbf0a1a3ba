import { useEffect } from 'preact/hooks';
import type { WorkspaceApi } from '../api/workspace-api.ts';
import type { WorkspaceData } from '../data/workspace-data.ts';
import type { Person } from '../sign-in/person.ts';

/** Tells the API who the person is in the words of the sign-in service, so that colleagues read a name. */
export function useOwnName(
  api: WorkspaceApi,
  { people }: WorkspaceData,
  { idToken }: Pick<Person, 'idToken'>,
): void {
  useEffect(() => {
    if (idToken === undefined) return;
    // Without it, everybody reads the subject of the token.
    api.people.putMe(idToken).then(
      () => people.reload(),
      () => undefined,
    );
  }, [api]);
}
