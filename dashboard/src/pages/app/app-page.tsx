import { useMemo } from 'preact/hooks';
import type { OwnApp } from '../../api/types.ts';
import { type Loaded, Resource, useResource } from '../../data/resource.ts';
import { Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { namesOf } from '../../words/provider-name.ts';
import { AdminsAlone } from '../apps/admins-alone.tsx';
import { AppDetails } from './app-details.tsx';

/** The workspace's own OAuth app for one provider. */
export default function AppPage({ id }: PageProps) {
  const { isAdmin } = useHere();
  const name = useName(id);
  if (!isAdmin)
    return (
      <>
        <Head id={id} name={name} isStored={false} />
        <AdminsAlone />
      </>
    );
  return <ForAdmin id={id} name={name} />;
}

function ForAdmin({ id, name }: { id: string; name: string }) {
  const { api, data } = useHere();
  const own = useMemo(() => new Resource(() => api.apps.get(id)), [api, id]);
  const loaded = useResource(own);
  const shown = useAll(loaded);
  const custom = loaded.value?.app?.custom?.name;
  return (
    <>
      <Head
        id={id}
        name={custom ?? name}
        isStored={loaded.value?.app !== undefined && !id.startsWith('remote~')}
      />
      <Shown loaded={shown} onTryAgain={() => void own.reload()} rows={5}>
        {(all) => (
          <AppDetails
            {...{ id, own: all }}
            name={custom ?? name}
            onChange={async () => void (await Promise.all([own.reload(), data.reload()]))}
          />
        )}
      </Shown>
    </>
  );
}

/** With the connections and the providers, which decide what is shown first: nothing moves then. */
function useAll(loaded: Loaded<OwnApp>): Loaded<OwnApp> {
  const { data } = useHere();
  const others = [useResource(data.connections), useResource(data.providers)];
  const isThere = others.every(({ value, problem }) => value !== undefined || problem !== undefined);
  return isThere || loaded.problem ? loaded : {};
}

function Head({ id, name, isStored }: { id: string; name: string; isStored: boolean }) {
  const { to } = useHere();
  return (
    <PageHead
      title={`OAuth app for ${name}`}
      mark={<ProviderMark id={id} name={name} />}
      lead="This workspace’s own client at the provider. Whoever connects sees its name there."
      back={{ to: to({ page: 'apps' }), text: 'OAuth apps' }}
      actions={
        isStored && (
          <Link class="button" to={to({ page: 'connect', id })}>
            Connect an account
          </Link>
        )
      }
    />
  );
}

function useName(id: string): string {
  const { data } = useHere();
  return namesOf(useResource(data.providers).value)(id);
}
