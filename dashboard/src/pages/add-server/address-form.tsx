import { useState } from 'preact/hooks';
import { addressOf } from '../../consent/remote-address.ts';
import { useResource } from '../../data/resource.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { TextField } from '../../parts/fields.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ConfirmServer } from '../../servers/confirm-server.tsx';
import { useHere } from '../../shell/here.ts';
import { KnownServers } from './known-servers.tsx';
import { idOf, type useAddRemote } from './use-add-remote.ts';

interface Props {
  remote: ReturnType<typeof useAddRemote>;
  typed: string;
  onType: (typed: string) => void;
  /** The person says that the server takes a provider's token. */
  onOther: () => void;
}

/** One field and one button, since this service discovers what the server is. */
export function AddressForm({ remote: { step, add, ask }, typed, onType, onOther }: Props) {
  const { data } = useHere();
  const servers = useResource(data.servers).value ?? [];
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const address = addressOf(typed);
  const isWorking = step.kind === 'working';
  const submit = (event: Event) => {
    event.preventDefault();
    if (isWorking) return;
    ask();
    setError(address === undefined ? NO_ADDRESS : undefined);
    if (address !== undefined) void add({ id: name || idOf(address, servers), url: address.href });
  };
  return (
    <>
      <Panel title="By its address">
        <form class="form" onSubmit={submit}>
          <TextField
            label="Address of the server"
            hint="This service finds out how the server is authorized. Nothing is sent there but a question."
            error={error}
            value={typed}
            onChange={onType}
            input={{
              inputMode: 'url',
              autocapitalize: 'off',
              maxLength: 2000,
              placeholder: 'https://mcp.example.com/mcp',
            }}
          />
          <details>
            <summary>Choose its id</summary>
            <TextField
              label="Id"
              note="optional"
              hint="At most 32 small letters, digits and hyphens, a letter first. Runtimes name the server by it."
              value={name}
              onChange={setName}
              input={{
                pattern: '[a-z][a-z0-9\\-]{0,31}',
                title: 'At most 32 small letters, digits and hyphens, a letter first',
                placeholder: address ? idOf(address, servers) : 'example',
              }}
            />
          </details>
          <NoticeBar
            notice={step.kind === 'asking' && step.problem ? problemNotice(step.problem) : undefined}
          />
          <div class="actions">
            <BusyButton isBusy={isWorking} words="Continue" busyWords="Asking the server…" isPrimary />
            <button type="button" class="button" disabled={isWorking} onClick={onOther}>
              It takes a provider’s token
            </button>
          </div>
        </form>
      </Panel>
      <KnownServers
        servers={servers}
        isBusy={isWorking}
        onChoose={({ url }) => void add({ id: idOf(new URL(url), servers), url })}
      />
      {step.kind === 'confirming' && (
        <ConfirmServer
          url={step.wanted.url}
          confirm={step.confirm}
          onConfirm={() => void add(step.wanted, step.confirm)}
          onClose={() => ask()}
        />
      )}
    </>
  );
}

const NO_ADDRESS =
  'This is no address of a server. One begins with https://, such as https://mcp.example.com/mcp.';
