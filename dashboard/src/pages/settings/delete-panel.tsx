import { useState } from 'preact/hooks';
import { Panel } from '../../parts/panel.tsx';
import { DeleteWorkspaceDialog } from './delete-workspace-dialog.tsx';
import type { Ended } from './workspace-deleted.tsx';

/** The end of the workspace. */
export function DeletePanel({ onDeleted }: { onDeleted: (ended: Ended) => void }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel
      title="Danger zone"
      class="danger-panel"
      lead="Deleting the workspace ends every connection of it, for good. Nobody can undo it."
    >
      <div class="actions">
        <button type="button" class="button danger" onClick={() => setAsking(true)}>
          Delete this workspace
        </button>
      </div>
      {isAsking && <DeleteWorkspaceDialog onDeleted={onDeleted} onClose={() => setAsking(false)} />}
    </Panel>
  );
}
