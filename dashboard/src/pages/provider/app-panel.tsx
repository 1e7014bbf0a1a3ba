import type { Provider } from '../../api/types.ts';
import { AppFacts } from '../../apps/app-facts.tsx';
import { APP_OWNERS, type AppOwner } from '../../consent/app-choice.ts';
import { GoodIcon, IdleIcon } from '../../parts/icons.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { APP_NAMES, whyNoApp } from '../../words/app-words.ts';

/** Both kinds of OAuth app: whether each can be used here, and what to expect of it. */
export function AppPanel({ provider }: { provider: Provider }) {
  return (
    <Panel title="OAuth apps" lead="Whoever connects chooses between the two where both can be used.">
      <div class="app-cards">
        {APP_OWNERS.map((owner) => (
          <AppCard key={owner} provider={provider} owner={owner} />
        ))}
      </div>
    </Panel>
  );
}

function AppCard({ provider, owner }: { provider: Provider; owner: AppOwner }) {
  const { to, isAdmin } = useHere();
  const why = whyNoApp(provider, owner);
  const isPossible = why === undefined;
  return (
    <section class="app-card" aria-label={APP_NAMES[owner]}>
      <h3>{APP_NAMES[owner]}</h3>
      <p class={isPossible ? 'app-state good' : 'app-state'}>
        {isPossible ? <GoodIcon /> : <IdleIcon />}
        <span>{why ?? (owner === 'verified' ? 'Can be used' : 'Registered, and can be used')}</span>
      </p>
      <AppFacts provider={provider} owner={owner} />
      {owner === 'workspace' && isAdmin && (
        <p>
          <Link to={to({ page: 'app', id: provider.id })}>
            {isPossible ? 'See your own app' : 'Set up your own app'}
          </Link>
        </p>
      )}
    </section>
  );
}
