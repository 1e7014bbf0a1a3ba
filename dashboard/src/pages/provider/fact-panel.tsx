import type { Provider } from '../../api/types.ts';
import { Fact, Facts, Panel } from '../../parts/panel.tsx';
import { CONFIDENCE_WORDS, REFRESH_KIND_WORDS, REVOCATION_WORDS } from '../../words/provider-facts-words.ts';

/** How the provider's tokens behave, in plain words. */
export function FactPanel({ provider: { refresh, revocation, pkce, confidence } }: { provider: Provider }) {
  return (
    <Panel title="How its tokens behave" class="narrow">
      <Facts>
        <Fact name="Refresh">{REFRESH_KIND_WORDS[refresh]}</Fact>
        <Fact name="Disconnect">{REVOCATION_WORDS[revocation]}</Fact>
        <Fact name="PKCE">{pkce ? 'The consent uses it.' : 'The provider does not take it.'}</Fact>
        <Fact name="How certain these facts are">{CONFIDENCE_WORDS[confidence]}</Fact>
      </Facts>
    </Panel>
  );
}
