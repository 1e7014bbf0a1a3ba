import type { Provider } from '../../api/types.ts';
import { RequestForAdmin } from '../../apps/request-for-admin.tsx';
import type { ConnectLink } from '../../consent/intent.ts';
import { InfoIcon } from '../../parts/icons.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { nobodyCanConnect, notInPersonal } from '../../words/app-words.ts';

/** No app can be used: an admin goes on to set one up, a member sees what an admin must do. */
export function NoApp({ provider, link }: { provider: Provider; link: ConnectLink }) {
  const { isAdmin, isPersonal, to } = useHere();
  if (isPersonal) return <NotInPersonal provider={provider} />;
  return (
    <section class="callout idle">
      <InfoIcon />
      <div>
        <h2>An OAuth app is needed first</h2>
        <p>{nobodyCanConnect(provider)}</p>
        {isAdmin ? (
          <div class="actions">
            <Link class="button primary" to={to({ page: 'app', id: provider.id })}>
              Set up your own app
            </Link>
          </div>
        ) : (
          <RequestForAdmin provider={provider} link={link} />
        )}
      </div>
    </section>
  );
}

function NotInPersonal({ provider }: { provider: Provider }) {
  return (
    <section class="callout idle">
      <InfoIcon />
      <div>
        <h2>{provider.name} cannot be connected in Personal</h2>
        <p>{notInPersonal(provider)}</p>
      </div>
    </section>
  );
}
