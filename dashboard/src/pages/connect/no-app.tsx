import type { Provider } from '../../api/types.ts';
import { RequestForAdmin } from '../../apps/request-for-admin.tsx';
import type { ConnectLink } from '../../consent/intent.ts';
import { InfoIcon } from '../../parts/icons.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { nobodyCanConnect } from '../../words/app-words.ts';

/** Says that no OAuth app can be used. An admin goes on to set one up, and a member sees what an admin must do. */
export function NoApp({ provider, link }: { provider: Provider; link: ConnectLink }) {
  const { isManager, isPersonal, to } = useHere();
  return (
    <section class="callout idle">
      <InfoIcon />
      <div>
        <h2>
          {isPersonal ? `${provider.name} cannot be connected in Personal` : 'An OAuth app is needed first'}
        </h2>
        <p>{nobodyCanConnect(provider, { isPersonal })}</p>
        {isManager && (
          <div class="actions">
            <Link class="button primary" to={to({ page: 'app', id: provider.id })}>
              Set up your own app
            </Link>
          </div>
        )}
        {!isManager && !isPersonal && <RequestForAdmin provider={provider} link={link} />}
      </div>
    </section>
  );
}
