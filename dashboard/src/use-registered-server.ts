import { useRef } from 'preact/hooks';
import type { Connection, Provider, RemoteServer, Server, StartRequest } from './api.ts';
import { type ProblemText, problemText } from './api-problem.ts';
import type { Notice } from './notice.ts';
import { isOneClick } from './one-click.ts';
import { hostIn, plainText } from './plain-text.ts';
import type { ProvidersState } from './use-providers.ts';

interface Input {
  workspace: string;
  connections: Connection[];
  reload: () => Promise<ProvidersState>;
  start: (provider: Provider, request: StartRequest) => Promise<void>;
  openDialog: (provider: Provider, problem?: ProblemText) => void;
  onNotice: (notice: Notice | undefined) => void;
}

export interface Registered {
  id: string;
  /** The server is stored, but this service is no client of its authorization server yet. */
  problem?: ProblemText;
}

/**
 * What follows a registration: the consent at once, where nothing stands in between, else the dialog that says what does. Resolves
 * to whether the server exists.
 */
export function useRegisteredServer(input: Input): (registered: Registered) => Promise<boolean> {
  const { workspace, connections, reload, start, openDialog, onNotice } = input;
  const shown = useRef(workspace);
  shown.current = workspace;
  return async ({ id, problem }) => {
    const { servers, providers } = await reload();
    // The person looks at another workspace by now, in which nothing was registered.
    if (shown.current !== workspace) return true;
    const server = servers?.find((each) => each.id === id);
    const provider = providers?.find((each) => each.id === server?.provider);
    if (!server || !provider) return false;
    if (problem || !isRemoteServer(server) || !isOneClick(server, connections)) {
      openDialog(provider, problem);
      return true;
    }
    onNotice(leaving(server));
    try {
      await start(provider, { provider: provider.id });
    } catch (error) {
      onNotice(undefined);
      openDialog(provider, problemText(error));
    }
    return true;
  };
}

export function isRemoteServer(server: Server): server is RemoteServer {
  return server.authorization !== undefined;
}

function leaving({ authorization: { authorizationHost, resource } }: RemoteServer): Notice {
  return {
    tone: 'info',
    title: `Going on to ${plainText(authorizationHost)}…`,
    text: `The token of this sign-in will be sent to ${hostIn(resource)}.`,
  };
}
