import type { Provider } from '../api/types.ts';
import type { ConnectLink } from '../consent/intent.ts';
import { CopyButton } from '../parts/copy.tsx';
import { useHere } from '../shell/here.ts';
import { adminRequest } from '../words/app-words.ts';

/** What an admin must do, for a member, with a text to send. */
export function RequestForAdmin({ provider, link }: { provider: Provider; link?: ConnectLink }) {
  const { workspace, to } = useHere();
  const address = (page: 'app' | 'connect', query?: URLSearchParams) =>
    location.origin + to({ page, id: provider.id, ...(query && { query }) });
  const text = adminRequest({
    ...{ workspace: workspace.id, provider: provider.name },
    ...{ appAddress: address('app'), connectAddress: address('connect', queryOf(link)) },
  });
  const { setUp, steps } = provider.byo;
  return (
    <div class="request">
      <p>
        An admin of {workspace.id} does this once. {setUp} The page of the app shows the redirect URI.
      </p>
      <details>
        <summary>What an admin does at {provider.name}</summary>
        <ol class="numbered">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
      <div class="actions">
        <CopyButton text={text} what="the request for an admin" label="Copy the request for an admin" />
      </div>
    </div>
  );
}

/** What the consent is for. Where the member came from is nobody else's. */
function queryOf({ server, account }: Partial<ConnectLink> = {}): URLSearchParams {
  return new URLSearchParams({ ...(server && { server }), ...(account && { account }) });
}
