import { useState } from 'preact/hooks';
import type { Provider, Server } from '../../api/types.ts';
import { useHere } from '../../shell/here.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { type Edit, isStoredHere } from './edit-of.ts';

interface Props {
  server: Server;
  provider: Provider | undefined;
  edit: Edit | undefined;
  onEdit: () => void;
}

/** What an admin can do with the server. */
export function ServerActions({ server, edit, onEdit }: Props) {
  const { isManager } = useHere();
  const [isAsking, setAsking] = useState(false);
  if (!isManager) return null;
  const isOwn = server.source === 'workspace';
  return (
    <>
      {edit !== undefined && (edit !== 'address' || server.reason !== 'no_address') && (
        <button type="button" class="button" onClick={onEdit}>
          {edit === 'address' ? 'Change the address' : 'Edit'}
        </button>
      )}
      {isStoredHere(server, edit) && (
        <button type="button" class="button danger" onClick={() => setAsking(true)}>
          {isOwn ? 'Delete' : 'Reset'}
        </button>
      )}
      {isAsking && <DeleteDialog server={server} onClose={() => setAsking(false)} />}
    </>
  );
}
