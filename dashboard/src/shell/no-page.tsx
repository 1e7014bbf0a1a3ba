import { PageHead } from '../parts/page-head.tsx';
import { Link } from '../router/link.tsx';
import { addressFor } from '../router/route.ts';
import type { Person } from '../sign-in/person.ts';

export function NoPage() {
  return (
    <>
      <PageHead title="There is no such page" lead="The address is not one of this dashboard." />
      <p>
        <Link to="/">Go to the overview</Link>
      </p>
    </>
  );
}

/** Who has no workspace any more. */
export function NoWorkspace() {
  return (
    <PageHead
      title="No workspace"
      lead="You are not a member of any workspace. Ask an admin to add you, then sign in again."
    />
  );
}

/** A link for a workspace of which the person is no member opens nothing: an account would land in another one. */
export function NotAMember({ workspace, person }: { workspace: string; person: Person }) {
  return (
    <>
      <PageHead
        title={
          workspace === ''
            ? 'The link names no workspace'
            : `You are not a member of the workspace “${workspace}”`
        }
        lead="The link is for that workspace, so nothing was opened. Sign in as a member of that workspace, or ask one of its admins."
      />
      <p>Your workspaces:</p>
      <ul class="plain">
        {person.workspaces.map(({ id }) => (
          <li key={id}>
            <Link to={addressFor({ page: 'overview', workspace: id })}>{id}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
