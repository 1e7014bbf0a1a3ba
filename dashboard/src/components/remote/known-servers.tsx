import { useState } from 'preact/hooks';
import type { Api, Known } from '../../api.ts';
import { problemText } from '../../api-problem.ts';
import { hostIn } from '../../plain-text.ts';
import { KNOWN_WORDS } from '../../words/remote-words.ts';
import { AskLink } from './ask-link.tsx';

interface Props {
  api: Api;
  isBusy: boolean;
  onChoose: (server: Known) => void;
}

/** The servers that the catalogue knows, loaded when somebody looks. */
export function KnownServers({ api, isBusy, onChoose }: Props) {
  const [known, setKnown] = useState<Known[] | string>();
  const load = () => {
    if (Array.isArray(known)) return;
    api.knownServers().then(setKnown, (error) => setKnown(problemText(error).detail));
  };
  return (
    <details class="known" onToggle={(event) => event.currentTarget.open && load()}>
      <summary>Choose a known server</summary>
      {typeof known === 'string' && <p class="soft">{known}</p>}
      {Array.isArray(known) && (
        <ul>
          {known.map((server) => (
            <li key={server.id}>
              <button
                type="button"
                class="button small"
                disabled={isBusy}
                title={hostIn(server.url)}
                onClick={() => onChoose(server)}
              >
                {server.name}
              </button>
              <Hindrance {...server} />
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function Hindrance({ registration, ask }: Known) {
  const words = KNOWN_WORDS[registration];
  if (words === undefined) return null;
  return (
    <small>
      {words}
      {ask !== undefined && (
        <>
          : ask at <AskLink ask={ask} />
        </>
      )}
    </small>
  );
}
