import { Empty } from '../../parts/loading.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

/** A provider of the workspace's own that was never added, or was deleted. */
export function NoSuchProvider() {
  const { to } = useHere();
  return (
    <Empty title="This workspace has no such provider">
      <p>It was never added, or it was deleted with its app.</p>
      <p>
        <Link class="button" to={to({ page: 'add-provider' })}>
          Add a provider of your own
        </Link>
      </p>
    </Empty>
  );
}
