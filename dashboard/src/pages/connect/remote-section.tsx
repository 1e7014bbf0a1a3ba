import type { ProblemText } from '../../api/api-problem.ts';
import type { RemoteServer } from '../../api/types.ts';
import { Panel } from '../../parts/panel.tsx';
import { ClientByHand } from './client-by-hand.tsx';
import { RemoteConsent } from './remote-consent.tsx';

interface Props {
  server: RemoteServer;
  /** Why a consent did not start. */
  problem: ProblemText | undefined;
  onSaved: () => void;
}

/** A remote MCP server: where the browser goes, who gets the token, and how this service is a client there. */
export function RemoteSection({ server, problem, onSaved }: Props) {
  return (
    <Panel title="Where you go, and who gets the token">
      <div class="remote-consent">
        <RemoteConsent authorization={server.authorization} />
        <ClientByHand server={server} problem={problem} onSaved={onSaved} />
      </div>
    </Panel>
  );
}
