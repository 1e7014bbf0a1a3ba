import { useState } from 'preact/hooks';
import type { ProblemText } from '../../api/api-problem.ts';
import { Empty } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { AddressForm } from './address-form.tsx';
import { ProviderForm } from './provider-form.tsx';
import { useAddRemote } from './use-add-remote.ts';

export default function AddServerPage(_: PageProps) {
  const { to, isAdmin, workspace } = useHere();
  return (
    <>
      <PageHead
        title="Add a server"
        lead="An MCP server at an address of its own, or one that a runtime starts."
        back={{ to: to({ page: 'servers' }), text: 'MCP servers' }}
      />
      {isAdmin ? (
        <AddServer />
      ) : (
        <Empty title="An admin adds servers">
          <p>
            A server gets tokens of the workspace, so an admin of {workspace.id} decides where they go. Send
            them the address of the server.
          </p>
        </Empty>
      )}
    </>
  );
}

function AddServer() {
  const [typed, setTyped] = useState('');
  const [other, setOther] = useState<{ url: string; reason?: string }>();
  const remote = useAddRemote((url, problem) => setOther({ url, reason: reasonOf(problem) }));
  return (
    <div class="stack">
      {other === undefined ? (
        <AddressForm {...{ remote, typed }} onType={setTyped} onOther={() => setOther({ url: typed })} />
      ) : (
        <ProviderForm
          url={other.url}
          reason={other.reason}
          onCancel={() => {
            remote.ask();
            setOther(undefined);
          }}
        />
      )}
    </div>
  );
}

function reasonOf({ more }: ProblemText): string {
  const isForeign = more?.errors?.some(({ reason }) => reason === 'foreign_issuer');
  return isForeign
    ? 'This server signs people in at a provider of the catalogue. Choose the provider, whose tokens it takes then.'
    : 'This server names no authorization server of its own. If it takes the tokens of a provider, choose the provider here.';
}
