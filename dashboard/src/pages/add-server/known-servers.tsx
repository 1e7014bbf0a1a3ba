import { useMemo } from 'preact/hooks';
import type { Known, Server } from '../../api/types.ts';
import { Resource, useResource } from '../../data/resource.ts';
import { Placeholders } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { hostIn, plainText } from '../../words/plain-text.ts';
import { KNOWN_WORDS } from '../../words/remote-words.ts';

interface Props {
  servers: Server[];
  isBusy: boolean;
  onChoose: (server: Known) => void;
}

/** The remote servers that the catalogue knows: each is added by its address, too, and nobody has to look it up. */
export function KnownServers({ servers, isBusy, onChoose }: Props) {
  const { api } = useHere();
  const known = useMemo(() => new Resource(api.servers.known), [api]);
  const { value, problem } = useResource(known);
  return (
    <Panel
      title="Known servers"
      lead="They have an authorization server of their own, so they need no OAuth app."
      isBusy={value === undefined && problem === undefined}
    >
      {problem && <p class="soft">{problem.detail}</p>}
      {value === undefined && problem === undefined && <Placeholders rows={3} />}
      <ul class="known-servers">
        {value?.map((each) => (
          <li key={each.id}>
            <Choice
              known={each}
              isBusy={isBusy}
              added={servers.find(({ url, authorization }) => authorization && url === each.url)}
              onChoose={() => onChoose(each)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface ChoiceProps {
  known: Known;
  isBusy: boolean;
  /** The server of the workspace at this address. */
  added: Server | undefined;
  onChoose: () => void;
}

function Choice({ known, isBusy, added, onChoose }: ChoiceProps) {
  const { to } = useHere();
  const host = hostIn(known.url);
  if (added !== undefined)
    return (
      <Link class="known-server" to={to({ page: 'server', id: added.id })}>
        <strong>{known.name}</strong>
        <small>Added as {plainText(added.id, 64)}</small>
      </Link>
    );
  const hindrance = KNOWN_WORDS[known.registration];
  return (
    <button type="button" class="known-server" disabled={isBusy} onClick={onChoose}>
      <strong>{known.name}</strong>
      <small>{host}</small>
      {hindrance !== undefined && <small>{hindrance}</small>}
    </button>
  );
}
