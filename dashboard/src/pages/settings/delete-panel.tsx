import { useState } from 'preact/hooks';
import { Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { DeleteWorkspaceDialog } from './delete-workspace-dialog.tsx';
import { deletionWords } from './deletion-words.ts';
import type { Ended } from './workspace-deleted.tsx';

/** The end of the workspace. */
export function DeletePanel({ onDeleted }: { onDeleted: (ended: Ended) => void }) {
  const { workspace } = useHere();
  const words = deletionWords(workspace);
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel title="Danger zone" class="danger-panel" lead={words.lead}>
      <div class="actions">
        <button type="button" class="button danger" onClick={() => setAsking(true)}>
          {words.button}
        </button>
      </div>
      {isAsking && <DeleteWorkspaceDialog onDeleted={onDeleted} onClose={() => setAsking(false)} />}
    </Panel>
  );
}
