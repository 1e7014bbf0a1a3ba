import { PageHead } from '../../parts/page-head.tsx';
import { Link } from '../../router/link.tsx';
import { addressFor } from '../../router/route.ts';
import { useHere } from '../../shell/here.ts';
import { countOf } from '../apps/apps-in-use.ts';

/** What the deletion ended. */
export interface Ended {
  /** Number of connections. */
  connections: number;
}

/** After the deletion of the workspace: what happened, and where the rest of it can be read. */
export function WorkspaceDeleted({ connections }: Ended) {
  const { workspace, person, to } = useHere();
  const others = person.workspaces.filter(({ id }) => id !== workspace.id);
  return (
    <>
      <PageHead title={`The workspace ${workspace.id} is deleted`} lead={endOf(connections)} />
      <div class="stack">
        <p>
          {connections > 0 &&
            'The tokens are being revoked at their providers. The receipts of the connections say what came of it. '}
          The id {workspace.id} can never be used again: whoever asks for it is refused.
        </p>
        <p>Your sign-in may still name it. Whoever runs the sign-in takes its members out of it there.</p>
        <div class="actions">
          <Link class="button" to={to({ page: 'connections' })}>
            See the receipts
          </Link>
          {others.map(({ id }) => (
            <Link key={id} class="button" to={addressFor({ page: 'overview', workspace: id })}>
              Go to {id}
            </Link>
          ))}
        </div>
      </div>
    </>
  );
}

function endOf(connections: number): string {
  if (connections === 0) return 'It had no connection, so none ended.';
  const count = countOf(Array.from({ length: connections }));
  return `${count} ${connections === 1 ? 'has' : 'have'} ended, and no MCP server can use ${connections === 1 ? 'it' : 'them'} any more.`;
}
