import { useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../api/api-problem.ts';
import type { RemoteServer } from '../../api/types.ts';
import { Copyable } from '../../parts/copy.tsx';
import { TextField } from '../../parts/fields.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Fact, Facts } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';
import { CLIENT_WORDS, remoteWords } from '../../words/remote-words.ts';
import { AskLink } from './ask-link.tsx';

interface Props {
  server: RemoteServer;
  /** What stands in the way of a consent. */
  problem: ProblemText | undefined;
  onSaved: () => void;
}

/** How this service is a client of the server's authorization server, and how an admin puts a client id by hand. */
export function ClientByHand({ server, problem: obstacle, onSaved }: Props) {
  const { isAdmin, workspace } = useHere();
  const { client, clientId, redirectUri } = server.authorization;
  const isMissing = obstacle?.code === 'registration_refused' || client === 'needed';
  const ask = obstacle?.more?.ask;
  if (!isAdmin) return isMissing ? <p class="soft">{askAdmin(workspace.id)}</p> : null;
  return (
    <details class="client" open={isMissing}>
      <summary>{CLIENT_WORDS[isMissing ? 'needed' : client]}</summary>
      <Facts>
        {clientId !== undefined && (
          <Fact name="Client id">
            <code>{plainText(clientId, 512)}</code>
          </Fact>
        )}
        <Fact name="Redirect URI">
          <Copyable text={redirectUri} what="the redirect URI" />
        </Fact>
        {ask !== undefined && (
          <Fact name="Ask at">
            <AskLink ask={ask} />
          </Fact>
        )}
      </Facts>
      <h3>{clientId === undefined ? 'Put a client id by hand' : 'Use another client id'}</h3>
      <ClientForm server={server} onSaved={onSaved} />
    </details>
  );
}

function askAdmin(workspace: string): string {
  return `The authorization server of this MCP server takes no client by itself. An admin of ${workspace} puts a client id.`;
}

/** A client without a secret is a public one. The API never returns the secret. */
function ClientForm({ server, onSaved }: Pick<Props, 'server' | 'onSaved'>) {
  const { api, data } = useHere();
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<ProblemText>();
  const save = async (event: Event) => {
    event.preventDefault();
    setSaving(true);
    setProblem(undefined);
    try {
      await api.apps.put(server.provider, { clientId: id.trim(), ...(secret && { clientSecret: secret }) });
      setId('');
      setSecret('');
      onSaved();
      await data.reload();
    } catch (error) {
      setProblem(remoteWords(problemText(error)));
    }
    setSaving(false);
  };
  return (
    <form class="form" onSubmit={(event) => void save(event)}>
      <TextField label="Client id" value={id} onChange={setId} input={{ required: true, maxLength: 512 }} />
      <TextField
        label="Client secret"
        note="if it has one"
        type="password"
        value={secret}
        onChange={setSecret}
        input={{ maxLength: 2048 }}
      />
      <NoticeBar notice={problem && problemNotice(problem)} />
      <div class="actions">
        <button type="submit" class="button" disabled={isSaving}>
          {isSaving ? 'Saving…' : 'Save'}
        </button>
      </div>
    </form>
  );
}
