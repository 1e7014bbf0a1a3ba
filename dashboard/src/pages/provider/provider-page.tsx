import { useEffect } from 'preact/hooks';
import type { Provider } from '../../api/types.ts';
import { isConnectable } from '../../data/connectable.ts';
import { useResource } from '../../data/resource.ts';
import { Empty, Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { plainText } from '../../words/plain-text.ts';
import { AccountPanel } from './account-panel.tsx';
import { AppPanel } from './app-panel.tsx';
import { FactPanel } from './fact-panel.tsx';
import { ProductPanel } from './product-panel.tsx';
import { ServerPanel } from './server-panel.tsx';

const REMOTE = 'remote~';

export default function ProviderPage({ id }: PageProps) {
  const { data, go } = useHere();
  const loaded = useResource(data.providers);
  const provider = loaded.value?.find((each) => each.id === id);
  const isRemote = id.startsWith(REMOTE);
  // What there is to say of a remote MCP server stands at its own page.
  useEffect(() => {
    if (isRemote) go({ page: 'server', id: id.slice(REMOTE.length) }, { replace: true });
  }, [id]);
  if (isRemote) return null;
  if (provider !== undefined) return <Details provider={provider} />;
  return (
    <>
      <Head title={loaded.value === undefined ? 'Provider' : 'Unknown provider'} />
      <Shown loaded={loaded} onTryAgain={() => void data.providers.reload()} rows={5}>
        {() => (
          <Empty title="There is no provider with this id">
            <p>Neither this environment nor the workspace has one.</p>
          </Empty>
        )}
      </Shown>
    </>
  );
}

function Head(props: Omit<Parameters<typeof PageHead>[0], 'back'>) {
  const { to } = useHere();
  return <PageHead {...props} back={{ to: to({ page: 'providers' }), text: 'Providers' }} />;
}

function Details({ provider }: { provider: Provider }) {
  const { isPersonal } = useHere();
  const name = plainText(provider.name, 80);
  return (
    <>
      <Head
        title={name}
        mark={<ProviderMark id={provider.id} name={name} />}
        badge={
          <span class={isConnectable(provider) ? 'badge plain good' : 'badge plain'}>
            {isConnectable(provider)
              ? 'Ready to connect'
              : isPersonal
                ? 'Not in Personal'
                : 'Needs your own OAuth app'}
          </span>
        }
        lead={provider.id.startsWith('custom~') ? 'Added by this workspace.' : undefined}
        actions={<Actions provider={provider} />}
      />
      <div class="stack">
        <AccountPanel provider={provider} />
        <AppPanel provider={provider} />
        <div class="columns">
          <div class="stack">
            <ProductPanel provider={provider} />
            <ServerPanel provider={provider} />
          </div>
          <FactPanel provider={provider} />
        </div>
      </div>
    </>
  );
}

function Actions({ provider }: { provider: Provider }) {
  const { data, to, isManager } = useHere();
  const accounts = (useResource(data.connections).value ?? []).filter(
    (each) => each.provider === provider.id && each.status !== 'disconnected',
  );
  if (isConnectable(provider))
    return (
      <Link class="button primary" to={to({ page: 'connect', id: provider.id })}>
        {accounts.length === 0 ? 'Connect' : 'Connect another account'}
      </Link>
    );
  return isManager ? (
    <Link class="button primary" to={to({ page: 'app', id: provider.id })}>
      Set up your own app
    </Link>
  ) : null;
}
