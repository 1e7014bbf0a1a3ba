import type { Provider } from '../../api/types.ts';
import { CheckField, TextField } from '../../parts/fields.tsx';
import { errorAt } from '../../words/field-words.ts';
import type { Part } from './part.ts';

/** Products are folded from this number of scopes on. */
const FOLDED_FROM = 10;

/** The permissions without which the tools of the server cannot work. */
export function ScopeFields({ part, provider }: { part: Part; provider: Provider | undefined }) {
  const { draft, errors, change } = part;
  const products = provider?.apps ?? [];
  const count = products.reduce((sum, { scopes }) => sum + scopes.length, 0);
  const error = errorAt(errors, '/scopes');
  if (provider === undefined) return null;
  return (
    <fieldset class="group">
      <legend>Permissions that it needs</legend>
      <p class="field-hint">A call is refused while the account lacks one of them.</p>
      {products.map((product) =>
        count < FOLDED_FROM ? (
          <Checks key={product.id} {...{ part, product }} />
        ) : (
          <details key={product.id} class="product">
            <summary>{product.name + chosenWords(product, draft.scopes)}</summary>
            <Checks {...{ part, product }} />
          </details>
        ),
      )}
      <TextField
        label={count === 0 ? 'Permissions' : 'Other permissions'}
        note="optional"
        hint="Scopes as the provider names them, with blanks between them."
        error={error}
        value={draft.otherScopes}
        onChange={(otherScopes) => change({ otherScopes })}
        input={{ autocapitalize: 'off', maxLength: 4000 }}
      />
    </fieldset>
  );
}

type Product = Provider['apps'][number];

function Checks({ part: { draft, change }, product }: { part: Part; product: Product }) {
  const chosen = new Set(draft.scopes);
  const toggle = (scope: string, isOn: boolean) =>
    change({
      scopes: isOn ? [...draft.scopes, scope] : draft.scopes.filter((each) => each !== scope),
    });
  return (
    <div class="product-scopes">
      {product.scopes.map(({ scope, description }) => (
        <CheckField key={scope} isOn={chosen.has(scope)} onChange={(isOn) => toggle(scope, isOn)}>
          {description}
          <small>{scope}</small>
        </CheckField>
      ))}
    </div>
  );
}

function chosenWords({ scopes }: Product, chosen: string[]): string {
  const count = scopes.filter(({ scope }) => chosen.includes(scope)).length;
  return count === 0 ? '' : ` (${count} chosen)`;
}
