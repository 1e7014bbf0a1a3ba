import { useState } from 'preact/hooks';
import type { Api, RemoteServer } from '../../api.ts';
import { type ProblemText, problemText } from '../../api-problem.ts';
import { problemNotice } from '../../notice.ts';
import type { Workspace } from '../../person.ts';
import { plainText } from '../../plain-text.ts';
import { CLIENT_WORDS, remoteWords } from '../../words/remote-words.ts';
import { NoticeBar } from '../notice-bar.tsx';
import { RedirectUri } from '../own-app/redirect-uri.tsx';
import { AskLink } from './ask-link.tsx';
import { ClientForm } from './client-form.tsx';

interface Props {
  server: RemoteServer;
  /** What stands in the way of a consent. */
  problem: ProblemText | undefined;
  workspace: Workspace;
  api: Api;
  onSaved: () => Promise<void>;
}

/** How this service is a client of the server's authorization server, and how an admin puts a client id by hand. */
export function ClientByHand({ server, problem: obstacle, workspace, api, onSaved }: Props) {
  const { client, clientId, redirectUri } = server.authorization;
  const [problem, setProblem] = useState<ProblemText>();
  const isRefused = obstacle?.code === 'registration_refused';
  const isMissing = isRefused || client === 'needed';
  const ask = obstacle?.more?.ask;
  if (workspace.role !== 'admin') return isMissing ? <p class="hint">{askAdmin(workspace.id)}</p> : null;
  const save = async (body: { clientId: string; clientSecret?: string }) => {
    setProblem(undefined);
    try {
      await api.putOwnApp(workspace.id, server.provider, body);
      await onSaved();
      return true;
    } catch (error) {
      setProblem(remoteWords(problemText(error)));
      return false;
    }
  };
  return (
    <details class="hint client" open={isMissing}>
      <summary>{CLIENT_WORDS[isMissing ? 'needed' : client]}</summary>
      {clientId !== undefined && (
        <p class="redirect-uri">
          Client id <code>{plainText(clientId, 512)}</code>
        </p>
      )}
      <RedirectUri uri={redirectUri} />
      {ask !== undefined && (
        <p>
          Ask at <AskLink ask={ask} />
        </p>
      )}
      <h3>{clientId === undefined ? 'Put a client id by hand' : 'Use another client id'}</h3>
      <ClientForm onSave={save} />
      <NoticeBar notice={problem && problemNotice(problem)} />
    </details>
  );
}

function askAdmin(workspace: string): string {
  return `The authorization server of this MCP server takes no client by itself. An admin of ${workspace} puts a client id.`;
}
