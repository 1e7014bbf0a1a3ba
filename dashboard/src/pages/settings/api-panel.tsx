import { Copyable } from '../../parts/copy.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';

/** Where programs do what this dashboard does. */
export function ApiPanel() {
  const { config } = useHere();
  return (
    <Panel title="API" lead="Everything that this dashboard does can be done by a program.">
      <div class="api-origin">
        <p class="small-text">Origin of the API</p>
        <Copyable text={config.apiOrigin} what="the origin of the API" />
      </div>
      <div class="actions">
        <a class="button" href="/api">
          API reference
        </a>
        <a class="button" href={`${config.apiOrigin}/openapi.json`} target="_blank" rel="noreferrer">
          OpenAPI document
          <span class="visually-hidden"> (in a new tab)</span> <span aria-hidden="true">↗</span>
        </a>
      </div>
    </Panel>
  );
}
