import { useMemo } from 'preact/hooks';
import type { ListedApp } from '../../api/apps.ts';
import { Resource, useResource } from '../../data/resource.ts';
import { Empty, Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { namesOf } from '../../words/provider-name.ts';
import { AdminsAlone } from './admins-alone.tsx';
import { AppRow } from './app-row.tsx';
import { sortedApps } from './apps-in-use.ts';
import { BringApp } from './bring-app.tsx';
import { PolicyLine } from './policy-line.tsx';

export default function AppsPage(_: PageProps) {
  const { isAdmin, workspace } = useHere();
  return (
    <>
      <PageHead
        title="OAuth apps"
        lead={
          <>
            Clients that <strong>{workspace.id}</strong> has registered at providers under its own name.
          </>
        }
      />
      <div class="stack">
        {isAdmin ? <OwnApps /> : <AdminsAlone />}
        <PolicyLine />
      </div>
    </>
  );
}

function OwnApps() {
  const { api } = useHere();
  const list = useMemo(() => new Resource(api.apps.list), [api]);
  return (
    <Shown loaded={useResource(list)} onTryAgain={() => void list.reload()} rows={4}>
      {(apps) => <Lists apps={apps} />}
    </Shown>
  );
}

function Lists({ apps }: { apps: ListedApp[] }) {
  const { data } = useHere();
  const connections = useResource(data.connections).value ?? [];
  const providers = useResource(data.providers).value ?? [];
  const known = namesOf(providers);
  const described = new Map(apps.map(({ provider, custom }) => [provider, custom?.name]));
  const nameOf = (id: string) => described.get(id) ?? known(id);
  const without = providers
    .filter(({ id }) => !id.includes('~') && !described.has(id))
    .toSorted((one, other) => one.name.localeCompare(other.name));
  return (
    <>
      {apps.length === 0 ? (
        <Empty title="This workspace has no OAuth app of its own">
          <p>The platform’s verified apps need none. Bring one where there is no verified app.</p>
        </Empty>
      ) : (
        <ul class="panel rows connection-rows" aria-label="OAuth apps">
          {sortedApps(apps, connections, nameOf).map((app) => (
            <AppRow key={app.provider} {...{ app, connections }} name={nameOf(app.provider)} />
          ))}
        </ul>
      )}
      <BringApp providers={without} />
    </>
  );
}
