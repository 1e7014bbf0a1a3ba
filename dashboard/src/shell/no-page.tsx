import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Link } from '../router/link.tsx';
import { addressFor } from '../router/route.ts';
import type { Person, Workspace } from '../sign-in/person.ts';
import { isPersonal, workspacesOf } from '../sign-in/personal-workspace.ts';
import { titleOfWorkspace } from '../words/workspace-words.ts';

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

/** For a person who is a member of no workspace. Offers the personal workspace, where the environment has one. */
export function NoWorkspace({ personal }: { personal: Workspace | undefined }) {
  if (personal === undefined)
    return (
      <PageHead
        title="No workspace"
        lead="You are not a member of any workspace. Ask an admin to add you, then sign in again."
      />
    );
  return (
    <>
      <PageHead
        title="No workspace"
        lead="You are not a member of any workspace. For the accounts of a team, ask an admin to add you, then sign in again. Accounts of your own can be connected in your personal workspace, where no colleague sees them."
      />
      <div class="actions">
        <Link class="button primary" to={addressFor({ page: 'overview', workspace: personal.id })}>
          Open your personal workspace
        </Link>
      </div>
    </>
  );
}

interface NotAMemberProps {
  /** The id of the workspace in the address or the link. */
  workspace: string;
  person: Person;
  config: DashboardConfig;
}

/**
 * In place of a page whose workspace the person is no member of. No other workspace opens, because the person would connect an account
 * in a workspace that the link does not mean.
 */
export function NotAMember({ workspace, person, config }: NotAMemberProps) {
  const own = workspacesOf(person, config);
  return (
    <>
      <PageHead {...wordsOf(workspace)} />
      {own.length > 0 && (
        <>
          <p>Your workspaces:</p>
          <ul class="plain">
            {own.map(({ id }) => (
              <li key={id}>
                <Link to={addressFor({ page: 'overview', workspace: id })}>{titleOfWorkspace({ id })}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Pure. */
function wordsOf(workspace: string): { title: string; lead: string } {
  if (isPersonal({ id: workspace }))
    return {
      title: 'You have no personal workspace here',
      lead: 'The operator of this service offers none, or offers them to the members of workspaces alone. Nothing was opened.',
    };
  return {
    title:
      workspace === ''
        ? 'The link names no workspace'
        : `You are not a member of the workspace “${workspace}”`,
    lead: 'The link is for that workspace, so nothing was opened. Sign in as a member of that workspace, or ask one of its admins.',
  };
}
