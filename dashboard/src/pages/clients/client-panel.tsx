import type { ClientAddress } from '../../../../src/contract/dashboard/dashboard-config.ts';
import type { Server } from '../../api/types.ts';
import { clientAddress, isOfThisMachine, isServed, nameInClient } from '../../clients/client-address.ts';
import { CLIENT_NAMES, type ClientKind, clientKindIn } from '../../clients/client-kinds.ts';
import { recipeOf } from '../../clients/client-recipe.ts';
import { serverLabels } from '../../clients/server-labels.ts';
import { addressOfFilter, filterIn } from '../../filters/filter-address.ts';
import { useFilter } from '../../filters/use-filter.ts';
import { SelectField } from '../../parts/fields.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { ClientChoice } from './client-choice.tsx';
import { RecipeSteps } from './recipe-steps.tsx';

interface Props {
  at: ClientAddress;
  servers: Server[];
  query: URLSearchParams;
}

/** The recipe of one client, for the address of all servers or of one server. */
export function ClientPanel({ at, servers, query }: Props) {
  const { workspace } = useHere();
  const [chosen, setChosen] = useFilter(query, CHOICE);
  const kind = clientKindIn(chosen.client);
  const served = servers.filter(isServed);
  const labelOf = serverLabels(served);
  // A link can name a server that was deleted.
  const server = served.find(({ id }) => id === chosen.server)?.id;
  const address = clientAddress(at.address, workspace.id, server);
  const clientId = at.clients?.[kind];
  const recipe = recipeOf(kind, { address, name: nameInClient(workspace.id, server), clientId });
  return (
    <Panel title="Your client" class="client-panel">
      <ClientChoice kind={kind} onChoose={(client: ClientKind) => setChosen({ ...chosen, client })} />
      <div class="filters">
        <SelectField
          label="Servers"
          value={server ?? ''}
          choices={[
            ['', 'All together'],
            ...served
              .map((each) => [each.id, labelOf(each)] as const)
              .toSorted(([, one], [, other]) => one.localeCompare(other)),
          ]}
          onChange={(next) => setChosen({ ...chosen, server: next })}
        />
      </div>
      <RecipeSteps
        key={kind}
        {...{ recipe, address, clientId }}
        name={CLIENT_NAMES[kind]}
        isOutOfReach={recipe.cloud !== undefined && isOfThisMachine(address)}
      />
    </Panel>
  );
}

/** The choice is in the address of the page, so that a link shows a colleague the same recipe. */
const CHOICE = {
  read: (query: URLSearchParams) => filterIn(query, ['client', 'server']),
  write: addressOfFilter,
};
