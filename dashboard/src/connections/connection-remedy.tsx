import { Link } from '../router/link.tsx';
import { useHere } from '../shell/here.ts';
import type { Attention } from '../words/attention.ts';

/** The one button that does something about it. */
export function RemedyLink({
  attention: { connection, remedy },
  isPrimary = true,
}: {
  attention: Attention;
  isPrimary?: boolean;
}) {
  const { to, isAdmin } = useHere();
  const style = isPrimary ? 'button small primary' : 'button small';
  const { id, provider } = connection;
  switch (remedy) {
    case 'choose':
      return (
        <Link class={style} to={to({ page: 'connection', id })}>
          Choose
        </Link>
      );
    case 'correct-app':
      return isAdmin && connection.app.owner === 'workspace' ? (
        <Link class={style} to={to({ page: 'app', id: provider })}>
          Correct the app
        </Link>
      ) : (
        <Link class="button small" to={to({ page: 'connection', id })}>
          See why
        </Link>
      );
    case 'connect-again':
    case 'add-scopes':
      return (
        <Link class={style} to={againAddress(to, connection)}>
          {remedy === 'add-scopes' ? 'Add permissions' : 'Connect again'}
        </Link>
      );
  }
}

/** The page that connects this connection again. */
export function againAddress(
  to: ReturnType<typeof useHere>['to'],
  { id, provider }: Attention['connection'],
): string {
  return to({ page: 'connect', id: provider, query: new URLSearchParams({ account: id }) });
}
