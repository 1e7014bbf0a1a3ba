import { Copyable } from '../../parts/copy.tsx';
import { Fact, Facts, Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { hostIn } from '../../words/plain-text.ts';

const ROLES = {
  admin: 'Admin: you also manage servers, OAuth apps and this page.',
  member: 'Member: you connect accounts, and see what is done with them.',
};

/** The workspace, and who somebody is in it. */
export function WorkspacePanel() {
  const { workspace, person, config } = useHere();
  return (
    <Panel title="Workspace and sign-in">
      <Facts>
        <Fact name="Id of the workspace">
          <Copyable text={workspace.id} what="the id of the workspace" />
        </Fact>
        <Fact name="You are">{person.name}</Fact>
        <Fact name="Your role">{ROLES[workspace.role]}</Fact>
        {person.subject !== undefined && (
          <Fact name="Your id in records">
            <Copyable text={person.subject} what="your id" />
          </Fact>
        )}
        <Fact name="Signed in at">{hostIn(config.issuer)}</Fact>
      </Facts>
      <p class="small-text settings-note">
        Who is a member, and who is an admin, is decided where you sign in.
      </p>
    </Panel>
  );
}
