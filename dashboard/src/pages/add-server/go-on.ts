import { type ProblemText, problemText } from '../../api/api-problem.ts';
import type { RemoteServer, Server } from '../../api/types.ts';
import { isOneClick } from '../../consent/one-click.ts';
import { type Notice, problemNotice } from '../../parts/notice.ts';
import { isRemoteServer } from '../../servers/kind-of-server.ts';
import { type Here, useHere } from '../../shell/here.ts';
import { hostIn, plainText } from '../../words/plain-text.ts';
import { remoteWords } from '../../words/remote-words.ts';

export interface Registered {
  id: string;
  /** The server is stored, but this service is no client of its authorization server yet. */
  problem?: ProblemText;
}

/**
 * What follows a registration: the consent at once, where nothing stands in between, else the page that says what does. Resolves to
 * whether the server exists.
 */
export function useGoOn(): (registered: Registered) => Promise<boolean> {
  const here = useHere();
  return async ({ id, problem }) => {
    await here.data.reload();
    const server = here.data.servers.loaded.value?.find((each) => each.id === id);
    if (server === undefined) return false;
    if (isRemoteServer(server)) await toConsent(here, server, problem);
    else here.go({ page: 'server', id }, { notice: registered(server), replace: true });
    return true;
  };
}

async function toConsent(here: Here, server: RemoteServer, problem: ProblemText | undefined): Promise<void> {
  const { api, data, go, notify, startConsent } = here;
  const provider = data.providers.loaded.value?.find(({ id }) => id === server.provider);
  const toPage = (notice: Notice) => go({ page: 'connect', id: server.provider }, { notice, replace: true });
  if (problem !== undefined) return toPage(obstacle(problem));
  if (!isOneClick(server, data.connections.loaded.value ?? (await api.connections.list())))
    return toPage(registered(server));
  notify(leaving(server));
  try {
    await startConsent(provider ?? server, { provider: server.provider });
  } catch (error) {
    notify(undefined);
    toPage(obstacle(remoteWords(problemText(error))));
  }
}

/** With whom to speak at the vendor, where the catalogue knows it. */
function obstacle(problem: ProblemText): Notice {
  const { ask } = problem.more ?? {};
  const detail = ask === undefined ? problem.detail : `${problem.detail} Ask at ${hostIn(ask)}.`;
  return problemNotice({ ...problem, detail });
}

function registered(server: Server): Notice {
  const text = server.connected
    ? 'It is ready for calls.'
    : server.reason === 'not_connected'
      ? 'Connect an account, so that it can be called.'
      : undefined;
  return {
    tone: 'good',
    title: `${plainText(server.name, 80)} is registered.`,
    ...(text !== undefined && { text }),
  };
}

function leaving({ authorization: { authorizationHost, resource } }: RemoteServer): Notice {
  return {
    tone: 'info',
    title: `Going on to ${plainText(authorizationHost)}…`,
    text: `The token of this sign-in will be sent to ${hostIn(resource)}.`,
  };
}
