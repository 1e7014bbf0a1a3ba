import { useState } from 'preact/hooks';
import type { Connection } from '../../api/types.ts';
import { StatusBadge } from '../../connections/status-badge.tsx';
import { useResource } from '../../data/resource.ts';
import { Empty, Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { isUsable } from '../../words/attention.ts';
import { accountOf, titleOf } from '../../words/connection-title.ts';
import { namesOf } from '../../words/provider-name.ts';
import { ConnectionActions } from './connection-actions.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { Explanation } from './explanation.tsx';
import { HealthTimeline } from './health-timeline.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { ReceiptPanel } from './receipt-panel.tsx';
import { RenameForm } from './rename-form.tsx';
import { ScopePanel } from './scope-panel.tsx';
import { ServerPanel } from './server-panel.tsx';
import { TenantChoice } from './tenant-choice.tsx';
import { UsePanel } from './use-panel.tsx';

export default function ConnectionPage({ id }: PageProps) {
  const { data } = useHere();
  const loaded = useResource(data.connections);
  const providers = useResource(data.providers);
  const connection = loaded.value?.find((each) => each.id === id);
  // Names come with the providers: without them the page would be written twice.
  const isNamed = providers.value !== undefined || providers.problem !== undefined;
  if (connection !== undefined && isNamed) return <Details connection={connection} />;
  return (
    <>
      <Head title={isNamed && loaded.value !== undefined ? id : 'Connection'} />
      <Shown loaded={isNamed ? loaded : {}} onTryAgain={() => void data.connections.reload()} rows={5}>
        {() => (
          <Empty title="There is no such connection">
            <p>It was never made in this workspace, or its record was deleted.</p>
          </Empty>
        )}
      </Shown>
    </>
  );
}

function Head(props: Omit<Parameters<typeof PageHead>[0], 'back'>) {
  const { to } = useHere();
  return <PageHead {...props} back={{ to: to({ page: 'connections' }), text: 'Connections' }} />;
}

function Details({ connection }: { connection: Connection }) {
  const { data } = useHere();
  const providers = useResource(data.providers).value;
  const [isRenaming, setRenaming] = useState(false);
  const provider = providers?.find(({ id }) => id === connection.provider);
  const name = namesOf(providers)(connection.provider);
  const isEnded = connection.status === 'disconnected';
  return (
    <>
      <Head
        title={titleOf(connection, name)}
        mark={<ProviderMark id={connection.provider} name={name} />}
        badge={<StatusBadge status={connection.status} />}
        lead={[connection.name, accountOf(connection)].filter((text) => text !== undefined).join(' · ')}
        actions={<ConnectionActions connection={connection} name={name} onRename={() => setRenaming(true)} />}
      />
      <div class="stack">
        <OutcomePanel connection={connection} name={name} />
        {isRenaming && <RenameForm connection={connection} onDone={() => setRenaming(false)} />}
        <Explanation connection={connection} />
        <TenantChoice connection={connection} name={name} />
        <ReceiptPanel connection={connection} name={name} />
        <div class="columns">
          <div class="stack">
            {!isEnded && <ScopePanel connection={connection} provider={provider} />}
            {!isEnded && <ServerPanel connection={connection} />}
            <UsePanel connection={connection} />
            <HealthTimeline connection={connection} />
          </div>
          <ConnectionFacts connection={connection} provider={provider} isUsable={isUsable(connection)} />
        </div>
      </div>
    </>
  );
}
