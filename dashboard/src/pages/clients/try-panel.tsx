import type { Server } from '../../api/types.ts';
import { isServed } from '../../clients/client-address.ts';
import { Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { hostIn, plainText } from '../../words/plain-text.ts';
import { titleOfWorkspace } from '../../words/workspace-words.ts';

/** Steps that show within a minute whether the client works. */
export function TryPanel({ servers }: { servers: Server[] }) {
  const { config, workspace } = useHere();
  const ready = servers.find((each) => isServed(each) && each.connected);
  return (
    <Panel title="What to try first" class="narrow">
      <ol class="numbered">
        <li>Paste the address into the client. It opens the sign-in at {hostIn(config.issuer)}.</li>
        <li>Ask the client: “Which tools of {titleOfWorkspace(workspace)} do you have?”</li>
        <li>
          {ready === undefined
            ? 'Ask for something that needs a server. No account is connected yet, so the answer is a link to this dashboard: connect there, and ask again.'
            : `Ask for something that needs ${plainText(ready.name, 80)}, whose account is connected.`}
        </li>
        <li>See the call under “Calls”, with your name.</li>
      </ol>
      <p class="small-text">
        A server whose account is not connected answers with a link to the page where you connect it. The same
        request works then.
      </p>
    </Panel>
  );
}
