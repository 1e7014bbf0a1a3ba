import type { Provider } from '../../api/types.ts';
import { Panel } from '../../parts/panel.tsx';

/** Products that one connection can use, with what each scope allows. */
export function ProductPanel({ provider: { apps } }: { provider: Provider }) {
  if (apps.length === 0) return null;
  return (
    <Panel
      title="Products and permissions"
      lead="A consent asks for the usual ones, and for others if a person ticks them."
    >
      <div class="product-list">
        {apps.map(({ id, name, scopes }) => (
          <details key={id} open={apps.length <= OPEN_UP_TO}>
            <summary>
              <strong>{name}</strong>
              <span>{scopes.length === 1 ? '1 permission' : `${scopes.length} permissions`}</span>
            </summary>
            <ul class="product-scopes">
              {scopes.map(({ scope, description, default: usual }) => (
                <li key={scope} class="scope-text">
                  {description}
                  {!usual && <span class="soft"> (if ticked)</span>}
                  {description !== scope && (
                    <small>
                      <code>{scope}</code>
                    </small>
                  )}
                </li>
              ))}
            </ul>
          </details>
        ))}
      </div>
    </Panel>
  );
}

/** With more products, a person opens those of interest. */
const OPEN_UP_TO = 2;
