import type { Connection, Server } from '../../../api/types.ts';
import { Panel } from '../../../parts/panel.tsx';
import { ToolLoader } from './tool-loader.tsx';
import { TrialForm } from './trial-form.tsx';
import { useTools } from './use-tools.ts';

interface Props {
  server: Server;
  /** Of the server's provider. */
  accounts: Connection[];
  /** After each call, whatever came of it. */
  onTried: () => void;
}

/** An admin tries the server with one call of one tool. */
export function TrialPanel({ server, accounts, onTried }: Props) {
  const tools = useTools(server, onTried);
  const hindrance = hindranceOf(server);
  return (
    <Panel
      title="Test call"
      lead="One real call of one tool, as an MCP client makes it. It is recorded as a test by you."
    >
      {hindrance !== undefined ? (
        <p class="soft">{hindrance}</p>
      ) : (
        <div class="trial">
          <ToolLoader {...{ server, accounts, tools }} />
          {tools.loaded && (
            <TrialForm
              // Tools that were loaded again can be others.
              key={tools.loaded.at}
              {...{ server, accounts, onTried }}
              listed={tools.loaded.listed}
            />
          )}
        </div>
      )}
    </Panel>
  );
}

function hindranceOf({ binding, reason }: Server): string | undefined {
  if (binding === 'process')
    return 'A runtime starts this server beside itself, so it cannot be called from here.';
  return reason === 'no_address' ? 'The server can be called when it has an address.' : undefined;
}
