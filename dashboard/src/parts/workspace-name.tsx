import { useHere } from '../shell/here.ts';
import { nameOfWorkspace } from '../words/workspace-words.ts';

/** The name of the workspace that is open, within a sentence. */
export function WorkspaceName() {
  const { workspace } = useHere();
  return <strong>{nameOfWorkspace(workspace)}</strong>;
}

/** “the workspace acme”, or “your personal workspace”. */
export function ThisWorkspace() {
  const { isPersonal } = useHere();
  return (
    <>
      {!isPersonal && 'the workspace '}
      <WorkspaceName />
    </>
  );
}
