import { Copyable } from '../../parts/copy.tsx';
import { Fact, Facts, Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { hostIn } from '../../words/plain-text.ts';

const ROLES = {
  admin: 'Admin: you also manage servers, OAuth apps and this page.',
  member: 'Member: you connect accounts, and see what is done with them.',
};

/** It is derived from issuer and person (docs/one-address.md): nothing moves from one to the other. */
const OF_WHOM =
  'It belongs to you by your id in records. If the sign-in service ever gives you another id, you begin in an empty one: connect your accounts again there, and take back the access of the former ones at their providers.';

/** The workspace, and who somebody is in it. */
export function WorkspacePanel() {
  const { workspace, person, config, isPersonal } = useHere();
  return (
    <Panel title="Workspace and sign-in">
      <Facts>
        <Fact name={isPersonal ? 'Name in links' : 'Id of the workspace'}>
          <Copyable
            text={workspace.id}
            what={isPersonal ? 'the name of your personal workspace' : 'the id of the workspace'}
          />
        </Fact>
        <Fact name="You are">{person.name}</Fact>
        <Fact name="Your role">
          {isPersonal
            ? 'It is yours alone: no colleague and no admin sees it or acts in it.'
            : ROLES[workspace.role]}
        </Fact>
        {person.subject !== undefined && (
          <Fact name="Your id in records">
            <Copyable text={person.subject} what="your id" />
          </Fact>
        )}
        <Fact name="Signed in at">{hostIn(config.issuer)}</Fact>
      </Facts>
      <p class="small-text settings-note">
        {isPersonal ? OF_WHOM : 'Who is a member, and who is an admin, is decided where you sign in.'}
      </p>
    </Panel>
  );
}
