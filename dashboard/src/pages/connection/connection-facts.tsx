import type { Connection, Provider } from '../../api/types.ts';
import { usePeople } from '../../data/use-people.ts';
import { Copyable, CopyButton } from '../../parts/copy.tsx';
import { Fact, Facts, Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { supportDetails } from '../../words/support-details.ts';

interface Props {
  connection: Connection;
  provider: Provider | undefined;
  isUsable: boolean;
}

/** Who, with which app, for which tenant, and when. */
export function ConnectionFacts({ connection, provider, isUsable }: Props) {
  const { workspace } = useHere();
  const people = usePeople();
  const { id, account, tenant, variables, connectedAt, connectedBy } = connection;
  const labels = new Map(provider?.variables.map(({ name, label }) => [name, label]));
  return (
    <Panel title="Details" class="narrow">
      <Facts>
        <Fact name="Account">{account ?? 'The provider does not say'}</Fact>
        {tenant !== undefined && <Fact name="For">{tenant}</Fact>}
        {Object.entries(variables).map(([name, value]) => (
          <Fact key={name} name={labels.get(name) ?? name}>
            {value}
          </Fact>
        ))}
        <Fact name="OAuth app">
          <AppOf connection={connection} />
        </Fact>
        <Fact name="Connected">
          <Time at={connectedAt} /> by {people(connectedBy)}
        </Fact>
        {isUsable && <Times connection={connection} />}
        <Fact name="Connection id">
          <Copyable text={id} what="the connection id" />
        </Fact>
      </Facts>
      <div class="actions">
        <CopyButton
          text={supportDetails(connection, workspace.id)}
          what="details for support"
          label="Copy details for support"
        />
      </div>
    </Panel>
  );
}

function AppOf({ connection: { app, provider } }: { connection: Connection }) {
  const { isAdmin, to } = useHere();
  const owner = app.owner === 'verified' ? 'Verified app of the platform' : 'Own app of this workspace';
  return (
    <>
      {app.owner === 'workspace' && isAdmin ? (
        <Link to={to({ page: 'app', id: provider })}>{owner}</Link>
      ) : (
        owner
      )}
      <br />
      <Copyable text={app.clientId} what="the client id" />
    </>
  );
}

function Times({ connection }: { connection: Connection }) {
  const { lastRefreshAt, nextRefreshAt, accessExpiresAt, grantExpiresAt } = connection;
  return (
    <>
      {lastRefreshAt !== undefined && (
        <Fact name="Last refresh">
          <Time at={lastRefreshAt} />
        </Fact>
      )}
      {nextRefreshAt !== undefined ? (
        <Fact name="Next refresh">
          <Time at={nextRefreshAt} />
        </Fact>
      ) : (
        // Without a planned refresh, the access ends when the access token expires.
        <Fact name="Access">
          {accessExpiresAt === undefined ? (
            'Does not expire'
          ) : (
            <>
              Ends <Time at={accessExpiresAt} />
            </>
          )}
        </Fact>
      )}
      {grantExpiresAt !== undefined && (
        <Fact name="Ends if unused by">
          <Time at={grantExpiresAt} form="day" />
        </Fact>
      )}
    </>
  );
}
