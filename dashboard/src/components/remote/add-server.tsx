import { useState } from 'preact/hooks';
import type { Api, Server } from '../../api.ts';
import { ApiProblem, type ProblemText, problemText } from '../../api-problem.ts';
import { problemNotice } from '../../notice.ts';
import type { Workspace } from '../../person.ts';
import { addressOf, idFor } from '../../remote-address.ts';
import type { Registered } from '../../use-registered-server.ts';
import { remoteWords } from '../../words/remote-words.ts';
import { NoticeBar } from '../notice-bar.tsx';
import { type Confirm, ConfirmServer } from './confirm-server.tsx';
import { KnownServers } from './known-servers.tsx';

interface Props {
  servers: Server[];
  workspace: Workspace;
  api: Api;
  /** Resolves to whether the server exists, so that what follows is shown. */
  onRegistered: (registered: Registered) => Promise<boolean>;
}

/** A server as it is about to be registered. */
interface Wanted {
  id: string;
  url: string;
}

type Step =
  | { kind: 'asking'; problem?: ProblemText }
  | { kind: 'working' }
  | { kind: 'confirming'; wanted: Wanted; confirm: Confirm };

/** These can leave a registered server behind, of whose authorization server this service is no client yet. */
const STORED = new Set([
  'registration_refused',
  'provider_unreachable',
  'client_id_reserved',
  'too_many_requests',
]);

/** The form has one field and one button, since the broker discovers what the server is. */
export function AddServer({ servers, workspace, api, onRegistered }: Props) {
  const [typed, setTyped] = useState('');
  const [name, setName] = useState('');
  const [step, setStep] = useState<Step>({ kind: 'asking' });
  const address = addressOf(typed);
  const put = async (wanted: Wanted, confirmed?: Confirm) => {
    setStep({ kind: 'working' });
    const { id, url } = wanted;
    try {
      await api.putServer(workspace.id, id, { url, ...(confirmed && { confirmed }) });
      await finish({ id });
    } catch (error) {
      const { confirm } = (error instanceof ApiProblem && error.text.more) || {};
      const problem = remoteWords(problemText(error));
      if (problem.code === 'confirmation_needed' && confirm)
        return setStep({ kind: 'confirming', wanted, confirm });
      if (STORED.has(problem.code ?? '')) return finish({ id, problem });
      setStep({ kind: 'asking', problem });
    }
  };
  const finish = async (registered: Registered) => {
    const isShown = await onRegistered(registered);
    setStep({ kind: 'asking', ...(!isShown && registered.problem && { problem: registered.problem }) });
    if (!isShown) return;
    setTyped('');
    setName('');
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (address === undefined) return setStep({ kind: 'asking', problem: NO_ADDRESS });
    void put({ id: name || idOf(address, servers), url: address.href });
  };
  const isWorking = step.kind === 'working';
  return (
    <div class="add-server">
      <form onSubmit={submit}>
        <label class="field address">
          <span>Add a server by its address</span>
          <input
            type="text"
            inputMode="url"
            value={typed}
            maxLength={2000}
            placeholder="https://mcp.example.com/mcp"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>
            Id <small>(optional)</small>
          </span>
          <input
            type="text"
            value={name}
            placeholder={address ? idOf(address, servers) : 'example'}
            pattern="[a-z][a-z0-9\-]{0,31}"
            title="At most 32 small letters, digits and hyphens, a letter first"
            autocomplete="off"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button primary" disabled={isWorking}>
          {isWorking ? 'One moment…' : 'Connect'}
        </button>
      </form>
      <NoticeBar notice={step.kind === 'asking' && step.problem ? problemNotice(step.problem) : undefined} />
      <KnownServers
        api={api}
        isBusy={isWorking}
        onChoose={({ url }) => void put({ id: idOf(new URL(url), servers), url })}
      />
      {step.kind === 'confirming' && (
        <ConfirmServer
          url={step.wanted.url}
          confirm={step.confirm}
          onConfirm={() => void put(step.wanted, step.confirm)}
          onClose={() => setStep({ kind: 'asking' })}
        />
      )}
    </div>
  );
}

/** A server that is registered already is registered again under its id. */
function idOf(address: URL, servers: Server[]): string {
  const same = servers.find(({ url, source }) => source === 'workspace' && url === address.href);
  return same?.id ?? idFor(address, new Set(servers.map(({ id }) => id)));
}

const NO_ADDRESS: ProblemText = {
  title: 'This is no address of a server',
  detail: 'An address begins with https://, such as https://mcp.example.com/mcp.',
};
