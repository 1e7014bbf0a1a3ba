import type { Provider } from '../api.ts';
import type { Choice } from '../first-choice.ts';

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
