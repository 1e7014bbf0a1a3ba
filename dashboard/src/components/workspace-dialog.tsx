import type { Api, Connection, Provider, Server, StartRequest } from '../api.ts';
import type { ProblemText } from '../api-problem.ts';
import type { Start } from '../intent.ts';
import type { Workspace } from '../person.ts';
import { isRemoteServer } from '../use-registered-server.ts';
import type { Wish } from '../wish.ts';
import { ConnectDialog } from './connect-dialog.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { ReplaceAccount } from './remote/replace-account.tsx';

/** The dialog that is open. `problem`: what stood in the way before. */
export type OpenDialog =
  | { kind: 'connect'; wish: Wish; problem?: ProblemText | undefined }
  | { kind: 'replace'; start: Start }
  | { kind: 'disconnect'; connection: Connection };

interface Props {
  dialog: OpenDialog;
  connections: Connection[];
  servers: Server[];
  workspace: Workspace;
  api: Api;
  nameOf: (provider: string) => string;
  /** Leaves the page when it succeeds. */
  onStart: (provider: Provider, request: StartRequest) => Promise<void>;
  /** Starts once more, with the person's word that another account may take the place. */
  onReplace: (start: Start) => Promise<void>;
  onChanged: () => Promise<void>;
  onClose: () => void;
}

export function WorkspaceDialog(props: Props) {
  const { dialog, servers, workspace, api, nameOf, onStart, onReplace, onChanged, onClose } = props;
  switch (dialog.kind) {
    case 'connect': {
      const { wish, problem } = dialog;
      const isOfWish = ({ provider }: Server) => provider === wish.provider.id;
      return (
        <ConnectDialog
          wish={wish}
          problem={problem}
          connections={props.connections}
          remote={servers.filter(isRemoteServer).find(isOfWish)}
          workspace={workspace}
          api={api}
          onChanged={onChanged}
          onStart={(request) => onStart(wish.provider, request)}
          onClose={onClose}
        />
      );
    }
    case 'replace':
      return (
        <ReplaceAccount
          name={dialog.start.provider}
          onReplace={() => void onReplace(dialog.start)}
          onClose={onClose}
        />
      );
    case 'disconnect':
      return (
        <DisconnectDialog
          connection={dialog.connection}
          providerName={nameOf(dialog.connection.provider)}
          workspace={workspace.id}
          disconnect={() => api.disconnect(workspace.id, dialog.connection.id)}
          onChanged={onChanged}
          onClose={onClose}
        />
      );
  }
}
