import { useState } from 'preact/hooks';
import { problemText } from '../../api/api-problem.ts';
import type { Draft } from '../../consent/draft.ts';
import { toggled } from '../../consent/product-choice.ts';
import { scopeFault, scopeWords } from '../../consent/wanted-scopes.ts';
import type { Wish } from '../../consent/wish.ts';
import { problemNotice } from '../../parts/notice.ts';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';

interface Props {
  wish: Wish;
  draft: Draft;
  /** What an admin can say no to. */
  challenge: Wish['challenge'] | undefined;
  onChoose: (scopes: string[]) => void;
}

/** The permissions for which a link opened the page: those that the server needs, and those that somebody asks for. */
export function WantedScopes({ wish, draft: { app, wanted }, challenge, onChoose }: Props) {
  const { isAdmin } = useHere();
  const { provider, server, needed, asked } = wish;
  const box = (scope: string, note = scopeFault(provider, app, scope)) => (
    <ScopeBox
      key={scope}
      {...{ scope, note }}
      words={scopeWords(provider, scope)}
      isChosen={wanted.includes(scope) && note === undefined}
      onToggle={() => onChoose(toggled(wanted, scope))}
    />
  );
  return (
    <>
      {needed.length > 0 && (
        <fieldset class="group wanted">
          <legend>{plainText(server?.name ?? 'The server', 80)} needs</legend>
          {needed.map((scope) => box(scope))}
        </fieldset>
      )}
      {[...Map.groupBy(asked, ({ by }) => by)].map(([by, scopes]) => (
        <fieldset key={by} class="group wanted">
          <legend>Asked by {plainText(by, 80)}</legend>
          {scopes.map(({ scope, needsAdmin }) =>
            box(scope, needsAdmin && !isAdmin ? ADMIN_DECIDES : scopeFault(provider, app, scope)),
          )}
        </fieldset>
      ))}
      {isAdmin && challenge && <Decline challenge={challenge} />}
    </>
  );
}

const ADMIN_DECIDES = 'An admin of the workspace decides about this.';

interface BoxProps {
  scope: string;
  words: string | undefined;
  isChosen: boolean;
  /** Why the scope cannot be chosen. */
  note: string | undefined;
  onToggle: () => void;
}

function ScopeBox({ scope, words, isChosen, note, onToggle }: BoxProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={isChosen} disabled={note !== undefined} onChange={onToggle} />
      <span>
        <code>{plainText(scope)}</code>
        <small>{[words, note].filter((text) => text !== undefined).join('. ')}</small>
      </span>
    </label>
  );
}

/** Says no for a day to what the server asks for. */
function Decline({ challenge }: { challenge: NonNullable<Wish['challenge']> }) {
  const { api, go, notify } = useHere();
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const decline = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      await api.connections.declineStepUp(challenge.connection, challenge.server);
      setDone(true);
    } catch (error) {
      notify(problemNotice(problemText(error)));
    }
    setBusy(false);
  };
  return (
    <div class="decline">
      <p role="status">{isDone && 'It will not ask again today. Nothing else was changed.'}</p>
      {isDone ? (
        <button
          type="button"
          class="button small"
          onClick={() => go({ page: 'connection', id: challenge.connection })}
        >
          See the connection
        </button>
      ) : (
        <button type="button" class="button small" aria-disabled={isBusy} onClick={() => void decline()}>
          No, and do not ask again today
        </button>
      )}
    </div>
  );
}
