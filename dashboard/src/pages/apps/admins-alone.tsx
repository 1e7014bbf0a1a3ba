import { InfoIcon } from '../../parts/icons.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

/** What a member reads in place of the OAuth apps. */
export function AdminsAlone() {
  const { to, workspace } = useHere();
  return (
    <div class="callout idle">
      <InfoIcon />
      <div>
        <h2>Admins manage the OAuth apps of {workspace.id}</h2>
        <p>
          An OAuth app is the client that a provider knows by an id and a secret, and by which you connect an
          account there. You can connect with what is set up. If a provider is missing, or refuses the app, an
          admin of this workspace sets it right.
        </p>
        <div class="actions">
          <Link class="button" to={to({ page: 'providers' })}>
            See the providers
          </Link>
        </div>
      </div>
    </div>
  );
}
