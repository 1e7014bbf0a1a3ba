import type { OAuthApp } from '../../api/types.ts';
import { Fact, Facts, Panel } from '../../parts/panel.tsx';
import { Endpoints } from '../add-provider/endpoints.tsx';

/** How the workspace described its provider. Each request goes to these addresses alone. */
export function StoredEndpoints({ custom }: { custom: NonNullable<OAuthApp['custom']> }) {
  const { scopes, apiHosts } = custom;
  return (
    <Panel title="How it is described" class="narrow">
      <Endpoints custom={custom} />
      <Facts>
        <Fact name="Hosts that may get the token">{apiHosts.join(', ')}</Fact>
        <Fact name="Scopes">{scopes.length === 0 ? 'None' : scopes.join(', ')}</Fact>
      </Facts>
    </Panel>
  );
}
