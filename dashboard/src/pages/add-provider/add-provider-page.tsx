import { useState } from 'preact/hooks';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { CheckResult } from '../app/check-result.tsx';
import type { Told } from '../app/told.ts';
import { AdminsAlone } from '../apps/admins-alone.tsx';
import { ProviderForm } from './provider-form.tsx';

interface Added {
  told: Told;
  provider: { id: string; name: string };
}

/** A provider that the catalogue does not have, with the workspace's client there. */
export default function AddProviderPage(_: PageProps) {
  const { isAdmin, data, to } = useHere();
  const [added, setAdded] = useState<Added>();
  const saved = (told: Told, provider: Added['provider']) => {
    setAdded({ told, provider });
    void data.reload();
    scrollTo(0, 0);
  };
  return (
    <>
      <PageHead
        title="Add a provider of your own"
        lead="A provider with OAuth 2.0 that is not in the catalogue. It exists in this workspace alone."
        back={{ to: to({ page: 'apps' }), text: 'OAuth apps' }}
      />
      {!isAdmin ? (
        <AdminsAlone />
      ) : added === undefined ? (
        <Panel
          title="Describe it"
          lead="Register a client at the provider first, with the redirect URI that follows from the id below."
        >
          <ProviderForm onSaved={saved} />
        </Panel>
      ) : (
        <AddedProvider {...added} />
      )}
    </>
  );
}

function AddedProvider({ told, provider: { id, name } }: Added) {
  const { to } = useHere();
  const isGood = told.check?.outcome === 'accepted' || told.check?.outcome === 'unclear';
  return (
    <div class="stack">
      <CheckResult told={told} name={name} />
      <div class="actions">
        <Link class={isGood ? 'button primary' : 'button'} to={to({ page: 'connect', id })}>
          Connect an account
        </Link>
        <Link class={isGood ? 'button' : 'button primary'} to={to({ page: 'app', id })}>
          Open the app
        </Link>
      </div>
    </div>
  );
}
