import type { Provider } from '../api.ts';
import { isConnectable } from '../use-providers.ts';
import { ProviderMark } from './provider-mark.tsx';

interface Props {
  provider: Provider;
  /** How many accounts of the provider are connected. */
  connected: number;
  onConnect: () => void;
}

export function ProviderTile({ provider, connected, onConnect }: Props) {
  const { id, name } = provider;
  return (
    <div class="tile">
      <ProviderMark id={id} name={name} />
      <div class="tile-text">
        <h3>{name}</h3>
        <p class="soft">{describe(provider, connected)}</p>
      </div>
      {connected === 0 && !isConnectable(provider) ? (
        <button
          type="button"
          class="button small quiet"
          aria-label={`Set up your own OAuth app for ${name}`}
          onClick={onConnect}
        >
          Set up
        </button>
      ) : (
        <button type="button" class="button small" aria-label={`Connect ${name}`} onClick={onConnect}>
          {connected > 0 ? 'Add' : 'Connect'}
        </button>
      )}
    </div>
  );
}

function describe({ name, apps, connectsWith, verifiedApp }: Provider, connected: number): string {
  if (connected > 1) return `${connected} accounts connected`;
  if (connected === 1) return 'Connected';
  const isOwnOnly = connectsWith === 'app_not_available' && verifiedApp === 'not_possible';
  if (isOwnOnly || connectsWith === 'app_not_allowed') return 'With your own OAuth app only';
  if (connectsWith === 'app_not_available') return 'Coming soon';
  // A product with the name of its provider, such as GitHub, is not worth a line.
  const names = apps
    .map((product) => product.name.replace(`${name} `, ''))
    .filter((product) => product !== name);
  if (names.length === 0) return 'Available';
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
