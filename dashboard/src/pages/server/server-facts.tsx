import type { Connection, Server } from '../../api/types.ts';
import { Copyable } from '../../parts/copy.tsx';
import { Fact, Facts, Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { AccountChoice } from '../../servers/account-choice.tsx';
import { isRemoteServer, registeredUrl } from '../../servers/kind-of-server.ts';
import { useHere } from '../../shell/here.ts';
import { accountOf } from '../../words/connection-title.ts';
import { plainText } from '../../words/plain-text.ts';
import { actsForWords, BINDING_WORDS, SOURCE_WORDS, whereWords } from '../../words/server-words.ts';

interface Props {
  server: Server;
  providerName: string;
  /** Of the provider. */
  accounts: Connection[];
}

/** Where the server is, whose account it uses, and what it gets. */
export function ServerFacts({ server, providerName, accounts }: Props) {
  const { to, isPersonal } = useHere();
  const actsFor = actsForWords(server, { isPersonal });
  const { id, source, binding, discovery, tools } = server;
  return (
    <Panel title="Details" class="narrow">
      <Facts>
        <Fact name="Account">
          <Account {...{ server, accounts }} />
        </Fact>
        <AddressFacts server={server} />
        {!isRemoteServer(server) && (
          <Fact name="Provider">
            <Link to={to({ page: 'provider', id: server.provider })}>{providerName}</Link>
          </Fact>
        )}
        {actsFor !== undefined && <Fact name="A call of it">{actsFor}</Fact>}
        <Fact name="It keeps the token">{BINDING_WORDS[binding]}</Fact>
        <Fact name="The token is in">{placesOf(server)}</Fact>
        <Fact name="Listing its tools">{discovery ? 'Needs the token, too' : 'Needs no token'}</Fact>
        <Fact name="Tools that may be called">
          {tools === undefined ? 'All' : tools.map((tool) => plainText(tool, 128)).join(', ') || 'None'}
        </Fact>
        <Fact name="Registered by">{SOURCE_WORDS[source]}</Fact>
        <Fact name="Id">
          <Copyable text={id} what="the id" />
        </Fact>
      </Facts>
    </Panel>
  );
}

function AddressFacts({ server }: { server: Server }) {
  const { url, urlTemplate, allowedHosts, apiHosts = [] } = server;
  const shown = registeredUrl(server);
  return (
    <>
      <Fact name="Address">
        {shown === undefined ? (
          whereWords(server)
        ) : (
          <Copyable text={plainText(shown, 2000)} what="the address" />
        )}
      </Fact>
      {urlTemplate !== undefined && url !== undefined && (
        <Fact name="Address with this account">
          <code>{plainText(url, 2000)}</code>
        </Fact>
      )}
      {shown === undefined && allowedHosts.length > 0 && (
        <Fact name="The token goes to">{allowedHosts.map((host) => plainText(host, 260)).join(', ')}</Fact>
      )}
      {apiHosts.length > 0 && !apiHosts.some((host) => host.includes('{custom')) && (
        <Fact name="It calls with the token">{apiHosts.map((host) => plainText(host, 260)).join(', ')}</Fact>
      )}
    </>
  );
}

function Account({ server, accounts }: Omit<Props, 'providerName'>) {
  const { to, isManager } = useHere();
  const account = accounts.find(({ id }) => id === server.connectionId);
  const isChoice = accounts.length > 1 || (accounts.length === 1 && account === undefined);
  return (
    <>
      {account === undefined ? (
        'None is connected'
      ) : (
        <Link to={to({ page: 'connection', id: account.id })}>{accountOf(account)}</Link>
      )}
      {isManager && isChoice && (
        <div class="account-of-server">
          <AccountChoice {...{ server, accounts }} label="Calls that name no account use" />
        </div>
      )}
    </>
  );
}

const PLACES = { header: 'Header', query: 'Query parameter', env: 'Environment variable' };

function placesOf({ placements }: Server) {
  return placements.map(({ in: place, name }) => (
    <span key={`${place} ${name}`} class="placed">
      {PLACES[place]} <code>{plainText(name, 128)}</code>
    </span>
  ));
}
