import type { Call } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { usePeople } from '../../data/use-people.ts';
import { Copyable, CopyButton } from '../../parts/copy.tsx';
import { Fact, Facts } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';
import { scopeWords } from '../../words/scope-words.ts';
import { providerOf } from './call-remedy.ts';

const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** What the record of a call holds beyond its sentence. */
export function CallDetails({ call, id }: { call: Call; id?: string }) {
  const { to } = useHere();
  const people = usePeople();
  const { operationId, at, caller, hosts, missingScopes, challengedScopes, replayedAt } = call;
  const address = new URL(
    to({ page: 'calls', query: new URLSearchParams({ call: operationId }) }),
    location.origin,
  );
  return (
    <div class="call-details" id={id}>
      <Facts>
        <Fact name="Operation id">
          <Copyable text={operationId} what="the operation id" />
        </Fact>
        <Fact name="Time">
          <time dateTime={at}>{EXACT.format(new Date(at))}</time>
        </Fact>
        {caller !== undefined && <Fact name="Whose call">{people(caller)}</Fact>}
        {hosts !== undefined && hosts.length > 0 && (
          <Fact name={call.outcome === 'injected' ? 'The token may go to' : 'The token was to go to'}>
            {hosts.map((host) => plainText(host)).join(', ')}
          </Fact>
        )}
        {missingScopes !== undefined && missingScopes.length > 0 && (
          <Fact name="Missing permissions">
            <Scopes call={call} scopes={missingScopes} />
          </Fact>
        )}
        {challengedScopes !== undefined && challengedScopes.length > 0 && (
          <Fact name="The server asks for">
            <Scopes call={call} scopes={challengedScopes} />
          </Fact>
        )}
        {replayedAt !== undefined && (
          <Fact name="Sent again">{EXACT.format(new Date(replayedAt))}. The second one was refused.</Fact>
        )}
      </Facts>
      <CopyButton text={address.href} what="the link to this call" label="Copy the link" />
    </div>
  );
}

/** In plain words where the catalogue has them. A challenge is the server's own text. */
function Scopes({ call, scopes }: { call: Call; scopes: string[] }) {
  const { data } = useHere();
  const providers = useResource(data.providers).value;
  const known = {
    connections: useResource(data.connections).value ?? [],
    servers: useResource(data.servers).value ?? [],
  };
  const words = scopeWords(providers?.find(({ id }) => id === providerOf(call, known)));
  return (
    <ul>
      {scopes.map((scope) => (
        <li key={scope}>
          {words(scope)} <code>{plainText(scope)}</code>
        </li>
      ))}
    </ul>
  );
}
