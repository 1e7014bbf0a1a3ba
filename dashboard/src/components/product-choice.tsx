import type { Connection, Provider } from '../api.ts';

/** Up to this number of products, all are selected at first. With more, the person selects. */
const CHOOSE_ALL_UP_TO = 3;

export interface Choice {
  /** Ids of the products whose default permissions are requested. */
  apps: string[];
  /** Further permissions to request. */
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

/** Lets a person select products, and further permissions of each selected product. */
export function ProductChoice({ provider, choice, onChoose }: Props) {
  return (
    <fieldset class="apps">
      <legend>Products</legend>
      {provider.apps.map((product) => {
        const isChosen = choice.apps.includes(product.id);
        const optional = product.scopes.filter(({ default: usual }) => !usual);
        const toggle = () =>
          onChoose(without(provider, { ...choice, apps: toggled(choice.apps, product.id) }));
        return (
          <div key={product.id} class="app">
            <label class="check">
              <input type="checkbox" checked={isChosen} onChange={toggle} />
              <span>
                <strong>{product.name}</strong>
                <small>{describe(product)}</small>
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

/** Removes the further permissions of products that are not selected any more. */
function without({ apps }: Provider, choice: Choice): Choice {
  const open = new Set(
    apps
      .filter(({ id }) => choice.apps.includes(id))
      .flatMap(({ scopes }) => scopes.map(({ scope }) => scope)),
  );
  return { ...choice, scopes: choice.scopes.filter((scope) => open.has(scope)) };
}
