import type { Provider } from '../api.ts';
import { isConnectable } from '../use-providers.ts';
import type { Wish } from '../wish.ts';

interface Props {
  wish: Wish;
  isAdmin: boolean;
  chosen: string[];
  onChoose: (scopes: string[]) => void;
  /** Says no for a day to what the server asks for. */
  onDecline: () => void;
}

/** The permissions for which a link opened the dialog: those that the server needs, and those that somebody asks for. */
export function WantedScopes({ wish, isAdmin, chosen, onChoose, onDecline }: Props) {
  const { provider, server, needed, asked } = wish;
  if (needed.length === 0 && asked.length === 0) return null;
  const toggle = (scope: string) =>
    onChoose(chosen.includes(scope) ? chosen.filter((kept) => kept !== scope) : [...chosen, scope]);
  const box = (scope: string, note?: string) => (
    <ScopeBox
      key={scope}
      provider={provider}
      scope={scope}
      isChosen={chosen.includes(scope)}
      note={note ?? notAskable(provider, scope)}
      onToggle={() => toggle(scope)}
    />
  );
  return (
    <>
      {needed.length > 0 && (
        <fieldset class="apps wanted">
          <legend>{server?.name ?? 'The server'} needs</legend>
          {needed.map((scope) => box(scope))}
        </fieldset>
      )}
      {asked.map(({ scope, by, needsAdmin }) => (
        <fieldset key={scope} class="apps wanted">
          <legend>Asked by {by}</legend>
          {box(scope, needsAdmin && !isAdmin ? 'An admin of the workspace decides about this.' : undefined)}
        </fieldset>
      ))}
      {isAdmin && wish.challenge && (
        <button type="button" class="button small quiet decline" onClick={onDecline}>
          No, and do not ask again today
        </button>
      )}
    </>
  );
}

/** Which scopes of a wish are ticked at first: those that the stored registration wants, where they can be asked for. */
export function firstWanted({ provider, needed }: Wish): string[] {
  return needed.filter((scope) => notAskable(provider, scope) === undefined);
}

/** Only an app of the workspace may ask for a scope that the catalogue does not list. */
function notAskable(provider: Provider, scope: string): string | undefined {
  if (provider.connectsWith === 'workspace' || wordsOf(provider, scope) !== undefined) return undefined;
  return isConnectable(provider)
    ? 'Only an OAuth app of this workspace could ask for this.'
    : 'This workspace has no OAuth app that could ask for this.';
}

function wordsOf({ apps }: Provider, scope: string): string | undefined {
  return apps.flatMap(({ scopes }) => scopes).find((each) => each.scope === scope)?.description;
}

function ScopeBox(props: {
  provider: Provider;
  scope: string;
  isChosen: boolean;
  /** Why the scope cannot be chosen. */
  note: string | undefined;
  onToggle: () => void;
}) {
  const { provider, scope, isChosen, note, onToggle } = props;
  return (
    <label class="check">
      <input type="checkbox" checked={isChosen} disabled={note !== undefined} onChange={onToggle} />
      <span>
        <code>{scope}</code>
        <small>{[wordsOf(provider, scope), note].filter((text) => text !== undefined).join('. ')}</small>
      </span>
    </label>
  );
}
