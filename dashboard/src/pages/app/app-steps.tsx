import type { Provider } from '../../api/types.ts';
import { Panel } from '../../parts/panel.tsx';
import { RedirectUri } from './redirect-uri.tsx';

interface Props {
  provider: Provider;
  redirectUri: string;
  /** The app exists, so that the steps are there to look up. */
  isFolded?: boolean;
}

/** How an app is registered at the provider. */
export function AppSteps({ provider, redirectUri, isFolded = false }: Props) {
  const steps = <Steps provider={provider} redirectUri={redirectUri} />;
  if (!isFolded) return <Panel title={`Register an app at ${provider.name}`}>{steps}</Panel>;
  return (
    <section class="panel">
      <details>
        <summary>How an app is registered at {provider.name}</summary>
        {steps}
      </details>
    </section>
  );
}

function Steps({ provider: { byo, name }, redirectUri }: Omit<Props, 'isFolded'>) {
  return (
    <div class="app-steps">
      <ol>
        {byo.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <RedirectUri uri={redirectUri} />
      <p>
        <a class="button" href={byo.consoleUrl} target="_blank" rel="noreferrer">
          Open the console of {name}
          <span class="visually-hidden"> (in a new tab)</span> <span aria-hidden="true">↗</span>
        </a>
      </p>
    </div>
  );
}
