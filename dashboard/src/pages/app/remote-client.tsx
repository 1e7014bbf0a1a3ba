import type { Connection, OwnApp } from '../../api/types.ts';
import { Empty } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { CheckAgain } from './check-again.tsx';
import { CheckResult } from './check-result.tsx';
import { SideFacts } from './side-facts.tsx';
import { AppFacts } from './stored-app.tsx';
import type { Told } from './told.ts';

interface Props {
  id: string;
  name: string;
  own: OwnApp;
  users: Connection[];
  told: Told | undefined;
  onTold: (told: Told) => void;
}

/** The client of a remote MCP server. It is entered where the server is connected, where the page knows whether it is needed. */
export function RemoteClient({ id, name, own: { app, redirectUri }, users, told, onTold }: Props) {
  const { to } = useHere();
  const link = (
    <Link class="button" to={to({ page: 'connect', id })}>
      Open the page that connects {name}
    </Link>
  );
  if (app === undefined)
    return (
      <Empty title="No client is stored for this server">
        <p>
          Most servers need none: this service registers itself. If one is needed, it is entered where the
          server is connected.
        </p>
        <p>{link}</p>
      </Empty>
    );
  return (
    <div class="stack">
      {told && <CheckResult told={told} name={name} />}
      <div class="columns">
        <Panel
          title="Stored client"
          lead="The client of a remote MCP server. It is replaced on the page that connects the server."
        >
          <AppFacts app={app} redirectUri={redirectUri} variables={[]} />
          <div class="app-actions">
            {app.hasSecret && <CheckAgain id={id} app={app} variables={[]} onTold={onTold} />}
            <div class="actions">{link}</div>
          </div>
        </Panel>
        <SideFacts app={app} provider={undefined} users={users} />
      </div>
    </div>
  );
}
