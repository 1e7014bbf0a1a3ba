import { useState } from 'preact/hooks';
import type { Connection, OAuthApp, Provider } from '../../api/types.ts';
import { BadIcon, InfoIcon, WarningIcon } from '../../parts/icons.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { countOf, refusedVersions } from '../apps/apps-in-use.ts';
import type { Told } from './told.ts';

interface Props {
  app: OAuthApp;
  name: string;
  users: Connection[];
  told: Told | undefined;
  provider: Provider | undefined;
  /** Undefined: the form for it is open. */
  onReplace: (() => void) | undefined;
}

/** Connections that cannot refresh because the provider refuses the app, and what to do about it. */
export function Trouble({ app, users, told, ...rest }: Props) {
  const { current, older } = refusedVersions(app, users);
  const said = told?.of === 'form' ? undefined : told?.check?.outcome;
  const isMended = said === 'accepted' || (told?.of === 'saved' && said !== 'refused');
  return (
    <>
      {current.length > 0 &&
        (isMended ? (
          <Waiting connections={current} />
        ) : (
          // What the provider said a moment ago stands above.
          said !== 'refused' && <Refused {...rest} app={app} connections={current} />
        ))}
      {older.length > 0 && <Older name={rest.name} connections={older} />}
    </>
  );
}

type RefusedProps = Omit<Props, 'users' | 'told'> & { connections: Connection[] };

function Refused({ app, name, provider, connections, onReplace }: RefusedProps) {
  const one = connections.length === 1;
  return (
    <div class="callout bad">
      <BadIcon />
      <div>
        <h2>{name} refuses this app</h2>
        <p>
          {countOf(connections)} cannot refresh {one ? 'its' : 'their'} tokens until it accepts the app again.
          Most often the secret has expired or was replaced there: make a new one, and enter it
          {onReplace === undefined ? ' below' : ' here'}. Nobody has to connect again.
        </p>
        <div class="actions">
          {onReplace && (
            <button type="button" class="button" onClick={onReplace}>
              Replace the secret
            </button>
          )}
          {provider && !app.custom && (
            <a class="button" href={provider.byo.consoleUrl} target="_blank" rel="noreferrer">
              Open the console of {name}
              <span class="visually-hidden"> (in a new tab)</span> <span aria-hidden="true">↗</span>
            </a>
          )}
        </div>
      </div>
    </div>
  );
}

/** The app was mended, and these have not noticed yet. */
function Waiting({ connections }: { connections: Connection[] }) {
  const { isBusy, start } = useRefreshes(connections);
  const one = connections.length === 1;
  return (
    <div class="callout">
      <InfoIcon />
      <div>
        <h2>
          {countOf(connections)} {one ? 'waits' : 'wait'} for the next refresh
        </h2>
        <p>It comes by itself. You can also try now.</p>
        <div class="actions">
          <button type="button" class="button" aria-disabled={isBusy} onClick={() => void start()}>
            {isBusy ? 'Trying…' : one ? 'Refresh it now' : 'Refresh them now'}
          </button>
        </div>
      </div>
    </div>
  );
}

/** One after the other, since each is a request to the same provider. */
function useRefreshes(connections: Connection[]) {
  const { api, data } = useHere();
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    if (isBusy) return;
    setBusy(true);
    // What still waits afterwards says so itself.
    for (const { id } of connections) await api.connections.refresh(id).catch(() => undefined);
    await data.connections.reload();
    setBusy(false);
  };
  return { isBusy, start };
}

function Older({ name, connections }: { name: string; connections: Connection[] }) {
  const { to } = useHere();
  return (
    <div class="callout warning">
      <WarningIcon />
      <div>
        <h2>{name} refuses an older version of this app</h2>
        <p>
          {countOf(connections)} {connections.length === 1 ? 'was' : 'were'} made with a client that was
          replaced here, so its secret cannot be corrected. Connect again:
        </p>
        <ul class="plain">
          {connections.map(({ id, provider }) => (
            <li key={id}>
              <Link to={to({ page: 'connect', id: provider, query: new URLSearchParams({ account: id }) })}>
                {id}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
