import type { Provider } from '../api/types.ts';
import type { AppOwner } from '../consent/app-choice.ts';
import { FACT_NAMES } from '../words/app-words.ts';

/** What to expect of an OAuth app: its set-up, who can connect, the warning, the limits, and how long refresh tokens live. */
export function AppFacts({ provider, owner }: { provider: Provider; owner: AppOwner }) {
  const facts = owner === 'verified' ? provider.verified : provider.byo;
  return (
    <dl class="app-facts">
      {(Object.keys(FACT_NAMES) as (keyof typeof FACT_NAMES)[]).map((fact) =>
        facts[fact] === undefined ? null : (
          <div key={fact}>
            <dt>{FACT_NAMES[fact]}</dt>
            <dd>{facts[fact]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
