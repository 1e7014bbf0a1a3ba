import type { Provider, Server } from '../../api/types.ts';
import { Panel } from '../../parts/panel.tsx';
import { ConfirmServer } from '../../servers/confirm-server.tsx';
import { draftOf } from '../../servers/form/draft.ts';
import { ServerForm } from '../../servers/form/server-form.tsx';
import { AddressEdit } from './address-edit.tsx';
import type { Edit } from './edit-of.ts';
import { RemoteEdit } from './remote-edit.tsx';
import { useSave } from './use-save.ts';

interface Props {
  server: Server;
  provider: Provider | undefined;
  edit: Edit;
  onDone: () => void;
}

/** Changes what the workspace stored of the server. */
export function EditPanel({ server, provider, edit, onDone }: Props) {
  const { confirming, save, cancel } = useSave(server, onDone);
  return (
    <Panel title={edit === 'address' ? 'Address' : 'Edit'}>
      {edit === 'registration' && (
        <ServerForm
          first={draftOf(server, provider)}
          isEdit
          submit="Save"
          onSave={(_, body) => save(body)}
          onCancel={onDone}
        />
      )}
      {edit === 'remote' && <RemoteEdit server={server} onSave={save} onCancel={onDone} />}
      {edit === 'address' && <AddressEdit server={server} onSave={save} onCancel={onDone} />}
      {confirming && (
        <ConfirmServer
          url={confirming.body.url ?? ''}
          confirm={confirming.confirm}
          onConfirm={() => void confirming.answer({ ...confirming.body, confirmed: confirming.confirm })}
          onClose={cancel}
        />
      )}
    </Panel>
  );
}
