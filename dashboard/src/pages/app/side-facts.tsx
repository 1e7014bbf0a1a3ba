import type { Connection, OAuthApp, Provider } from '../../api/types.ts';
import { StatusBadge } from '../../connections/status-badge.tsx';
import { Fact, Facts, Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { accountOf } from '../../words/connection-title.ts';
import { StoredEndpoints } from './stored-endpoints.tsx';

interface Props {
  app: OAuthApp | undefined;
  provider: Provider | undefined;
  users: Connection[];
}

/** Who uses the app, and what to expect of one. */
export function SideFacts({ app, provider, users }: Props) {
  return (
    <div class="stack">
      {users.length > 0 && <Users users={users} app={app} />}
      {app?.custom ? <StoredEndpoints custom={app.custom} /> : provider && <Expect {...provider} />}
    </div>
  );
}

function Expect({ byo: { setUp, testUsers, quota, unverifiedScreen, refreshToken } }: Provider) {
  const facts = Object.entries({
    'Setting it up': setUp,
    'Who can connect before a review': testUsers,
    Limits: quota,
    'Warning that people see': unverifiedScreen,
    'Refresh tokens': refreshToken,
  }).filter(([, text]) => text !== undefined);
  return (
    <Panel title="What to expect" class="narrow">
      <Facts>
        {facts.map(([title, text]) => (
          <Fact key={title} name={title}>
            {text}
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}

const SHOWN = 10;

function Users({ users, app }: { users: Connection[]; app: OAuthApp | undefined }) {
  const { to } = useHere();
  return (
    <Panel title="Connections that use it">
      <ul class="rows app-users">
        {users.slice(0, SHOWN).map((user) => (
          <li key={user.id} class="app-user">
            <Link to={to({ page: 'connection', id: user.id })}>{user.id}</Link>
            <StatusBadge status={user.status} />
            <span class="small-text">
              {accountOf(user)}
              {app && user.app.version !== app.version && ` · version ${user.app.version} of the app`}
            </span>
          </li>
        ))}
      </ul>
      {users.length > SHOWN && (
        <p class="small-text">{users.length - SHOWN} more are in the list of connections.</p>
      )}
    </Panel>
  );
}
