import { PageHead } from '../../parts/page-head.tsx';
import { Link } from '../../router/link.tsx';
import { addressFor } from '../../router/route.ts';
import { useHere } from '../../shell/here.ts';
import { countOf } from '../apps/apps-in-use.ts';
import { deletionWords } from './deletion-words.ts';

/** What the deletion ended. */
export interface Ended {
  /** Number of connections. */
  connections: number;
}

/** After the deletion of the workspace: what happened, and where the rest of it can be read. */
export function WorkspaceDeleted({ connections }: Ended) {
  const { workspace, person, isPersonal, to } = useHere();
  const { done, after } = deletionWords(workspace);
  const others = person.workspaces.filter(({ id }) => id !== workspace.id);
  return (
    <>
      <PageHead title={done} lead={endOf(connections)} />
      <div class="stack">
        <p>
          {connections > 0 &&
            'The tokens are being revoked at their providers. The receipts of the connections say what came of it. '}
          {after[0]}
        </p>
        {after.slice(1).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <div class="actions">
          <Link class="button" to={to({ page: 'connections' })}>
            See the receipts
          </Link>
          {isPersonal && (
            <Link class="button" to={to({ page: 'providers' })}>
              Connect an account
            </Link>
          )}
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
