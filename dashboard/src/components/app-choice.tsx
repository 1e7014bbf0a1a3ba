import type { Connection, Provider } from '../api.ts';

/** Up to this many products, all are chosen at first; a suite of many asks which. */
const CHOOSE_ALL_UP_TO = 3;

export interface Choice {
  /** Products whose default permissions are asked for. */
  apps: string[];
  /** Permissions beyond those. */
  scopes: string[];
}

export function firstChoice({ apps }: Provider, again: Connection | undefined): Choice {
  const requested = new Set(again?.requestedScopes);
  const before = apps.filter(({ scopes }) =>
    scopes.some(({ scope, default: usual }) => usual && requested.has(scope)),
  );
  const extra = before.flatMap(({ scopes }) =>
    scopes.filter(({ scope, default: usual }) => !usual && requested.has(scope)),
  );
  const all = apps.length <= CHOOSE_ALL_UP_TO ? apps : [];
  return {
    apps: (before.length > 0 ? before : all).map(({ id }) => id),
    scopes: extra.map(({ scope }) => scope),
  };
}

interface Props {
  provider: Provider;
  choice: Choice;
  onChoose: (choice: Choice) => void;
}

/** Which products to serve, what each asks for, and what may be asked for besides. */
export function AppChoice({ provider, choice, onChoose }: Props) {
  return (
    <fieldset class="apps">
      <legend>Ask for access to</legend>
      {provider.apps.map((app) => {
        const isChosen = choice.apps.includes(app.id);
        const optional = app.scopes.filter(({ default: usual }) => !usual);
        const toggle = () => onChoose(without(provider, { ...choice, apps: toggled(choice.apps, app.id) }));
        return (
          <div key={app.id} class="app">
            <label class="check">
              <input type="checkbox" checked={isChosen} onChange={toggle} />
              <span>
                <strong>{app.name}</strong>
                <small>{describe(app)}</small>
              </span>
            </label>
            {isChosen &&
              optional.map(({ scope, description }) => (
                <label key={scope} class="check optional">
                  <input
                    type="checkbox"
                    checked={choice.scopes.includes(scope)}
                    onChange={() => onChoose({ ...choice, scopes: toggled(choice.scopes, scope) })}
                  />
                  <span>{description}</span>
                </label>
              ))}
          </div>
        );
      })}
    </fieldset>
  );
}

function describe({ scopes }: Provider['apps'][number]): string {
  return scopes
    .filter(({ default: usual }) => usual)
    .map(({ description }) => description)
    .join(', ');
}

function toggled(values: string[], value: string): string[] {
  return values.includes(value) ? values.filter((kept) => kept !== value) : [...values, value];
}

/** Further permissions go with their product. */
function without({ apps }: Provider, choice: Choice): Choice {
  const open = new Set(
    apps
      .filter(({ id }) => choice.apps.includes(id))
      .flatMap(({ scopes }) => scopes.map(({ scope }) => scope)),
  );
  return { ...choice, scopes: choice.scopes.filter((scope) => open.has(scope)) };
}
