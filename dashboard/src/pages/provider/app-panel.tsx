import type { Provider } from '../../api/types.ts';
import { AppFacts } from '../../apps/app-facts.tsx';
import { type AppOwner, ownersAt } from '../../consent/app-choice.ts';
import { GoodIcon, IdleIcon } from '../../parts/icons.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { APP_NAMES, whyNoApp } from '../../words/app-words.ts';

/** Both kinds of OAuth app: whether each can be used here, and what to expect of it. */
export function AppPanel({ provider }: { provider: Provider }) {
  const { isPersonal } = useHere();
  return (
    <Panel
      title="OAuth apps"
      lead={
        isPersonal
          ? 'A personal workspace connects with the verified apps alone.'
          : 'Whoever connects chooses between the two where both can be used.'
      }
    >
      <div class="app-cards">
        {ownersAt(isPersonal).map((owner) => (
          <AppCard key={owner} provider={provider} owner={owner} />
        ))}
      </div>
    </Panel>
  );
}

function AppCard({ provider, owner }: { provider: Provider; owner: AppOwner }) {
  const { to, isManager } = useHere();
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
      {owner === 'workspace' && isManager && (
        <p>
          <Link to={to({ page: 'app', id: provider.id })}>
            {isPossible ? 'See your own app' : 'Set up your own app'}
          </Link>
        </p>
      )}
    </section>
  );
}
