import type { Provider } from '../../api/types.ts';
import { AppFacts } from '../../apps/app-facts.tsx';
import { type AppOwner, isAppAvailable, ownersAt } from '../../consent/app-choice.ts';
import type { ConnectLink } from '../../consent/intent.ts';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { APP_NAMES, whyNoApp } from '../../words/app-words.ts';
import { NoApp } from './no-app.tsx';

interface Props {
  provider: Provider;
  link: ConnectLink;
  /** Undefined: none can be used. */
  app: AppOwner | undefined;
  onChoose: (app: AppOwner) => void;
}

/** Both kinds of OAuth app side by side, each with its facts: one that is not there says why, and what would help. */
export function AppSection({ provider, link, app, onChoose }: Props) {
  const { isPersonal } = useHere();
  return (
    <>
      {app === undefined && <NoApp provider={provider} link={link} />}
      <Panel
        title="Which OAuth app"
        lead={`${provider.name} shows you the name of the app. Its facts say what to expect.`}
      >
        <fieldset class="app-cards">
          <legend class="visually-hidden">Which OAuth app</legend>
          {ownersAt(isPersonal).map((owner) => (
            <AppCard key={owner} {...{ provider, owner, app, onChoose }} />
          ))}
        </fieldset>
      </Panel>
    </>
  );
}

interface CardProps {
  provider: Provider;
  owner: AppOwner;
  app: AppOwner | undefined;
  onChoose: (app: AppOwner) => void;
}

function AppCard({ provider, owner, app, onChoose }: CardProps) {
  const isChosen = app === owner;
  const why = whyNoApp(provider, owner);
  return (
    <div class={isChosen ? 'app-card chosen' : 'app-card'}>
      <label class="check">
        <input
          type="radio"
          name="app"
          checked={isChosen}
          disabled={!isAppAvailable(provider, owner)}
          onChange={() => onChoose(owner)}
        />
        <span>
          <strong>{APP_NAMES[owner]}</strong>
          {why !== undefined && <small>{why}</small>}
        </span>
      </label>
      {why !== undefined && <WhatHelps {...{ provider, owner }} isNoApp={app === undefined} />}
      <AppFacts provider={provider} owner={owner} />
    </div>
  );
}

/** What an admin can do so that this app can be chosen too. */
function WhatHelps({
  provider,
  owner,
  isNoApp,
}: Pick<CardProps, 'provider' | 'owner'> & { isNoApp: boolean }) {
  const { isAdmin, isManager, to } = useHere();
  // Without any app, the head of the page says it.
  if (owner === 'workspace' && isNoApp) return null;
  if (owner === 'workspace')
    return (
      <p class="small-text">
        {isAdmin ? (
          <Link to={to({ page: 'app', id: provider.id })}>Set up your own app</Link>
        ) : (
          'An admin of the workspace can register one.'
        )}
      </p>
    );
  if (provider.verifiedApp !== 'not_allowed' || !isManager) return null;
  return (
    <p class="small-text">
      <Link to={to({ page: 'apps' })}>See which apps this workspace allows</Link>
    </p>
  );
}
