import { useId } from 'preact/hooks';
import type { Provider, Server } from '../../api/types.ts';
import { type Choice, toggled, withProduct } from '../../consent/product-choice.ts';
import { serversByScope } from '../../consent/wanted-scopes.ts';
import { plainText } from '../../words/plain-text.ts';

interface Props {
  provider: Provider;
  servers: Server[];
  /** Further permissions that the page asks about at another place. */
  elsewhere: ReadonlySet<string>;
  choice: Choice;
  fault: string | undefined;
  onChoose: (choice: Choice) => void;
}

type Product = Provider['apps'][number];
type Scope = Product['scopes'][number];

/** Lets a person choose products, and further permissions of each chosen product. */
export function ProductChoice({ provider, servers, elsewhere, choice, fault, onChoose }: Props) {
  const id = useId();
  const byScope = serversByScope(provider, servers);
  const needed = new Set(byScope.keys());
  const neededBy = (scope: string) => byScope.get(scope)?.map((name) => plainText(name, 80)) ?? [];
  return (
    <fieldset class="group products" aria-describedby={fault === undefined ? undefined : id}>
      <legend>Products</legend>
      {fault !== undefined && (
        <p class="field-error" id={id} role="alert">
          {fault}
        </p>
      )}
      {provider.apps.map((product) => (
        <ProductBox
          key={product.id}
          {...{ product, choice, neededBy, elsewhere }}
          isFaulty={fault !== undefined}
          onToggle={() => onChoose(withProduct(provider, choice, { id: product.id, needed }))}
          onScope={(scope) => onChoose({ ...choice, scopes: toggled(choice.scopes, scope) })}
        />
      ))}
    </fieldset>
  );
}

interface BoxProps extends Pick<Props, 'elsewhere'> {
  product: Product;
  choice: Choice;
  isFaulty: boolean;
  neededBy: (scope: string) => string[];
  onToggle: () => void;
  onScope: (scope: string) => void;
}

function ProductBox({ product, elsewhere, choice, isFaulty, neededBy, onToggle, onScope }: BoxProps) {
  const isChosen = choice.apps.includes(product.id);
  const usual = product.scopes.filter((scope) => scope.default);
  const further = product.scopes.filter((each) => !each.default && !elsewhere.has(each.scope));
  const servers = [...new Set(product.scopes.flatMap(({ scope }) => neededBy(scope)))];
  return (
    <div class="product">
      <label class="check">
        <input type="checkbox" checked={isChosen} aria-invalid={isFaulty} onChange={onToggle} />
        <span>
          <strong>{product.name}</strong>
          {!isChosen && <small>{wordsOf(usual.length > 0 ? usual : further)}</small>}
          {!isChosen && servers.length > 0 && <small>Needed by {listed(servers)}</small>}
        </span>
      </label>
      {isChosen && (
        <ul class="product-scopes" aria-label={`Permissions of ${product.name}`}>
          {usual.map((scope) => (
            <li key={scope.scope}>
              <ScopeText scope={scope} servers={neededBy(scope.scope)} />
            </li>
          ))}
          {further.map((scope) => (
            <li key={scope.scope}>
              <label class="check">
                <input
                  type="checkbox"
                  checked={choice.scopes.includes(scope.scope)}
                  onChange={() => onScope(scope.scope)}
                />
                <ScopeText scope={scope} servers={neededBy(scope.scope)} />
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ScopeText({ scope: { scope, description }, servers }: { scope: Scope; servers: string[] }) {
  return (
    <span class="scope-text">
      {description}
      <small>
        {description !== scope && <code>{scope}</code>}
        {servers.length > 0 && `${description === scope ? '' : ' · '}Needed by ${listed(servers)}`}
      </small>
    </span>
  );
}

function wordsOf(scopes: Scope[]): string {
  return scopes.map(({ description }) => description).join(', ');
}

function listed(names: string[]): string {
  // A name with a comma would read as two.
  return new Intl.ListFormat('en').format(names.map((name) => (name.includes(',') ? `“${name}”` : name)));
}
