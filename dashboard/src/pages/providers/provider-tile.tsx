import type { Provider } from '../../api/types.ts';
import { isConnectable } from '../../data/connectable.ts';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';
import { productsOf } from './group-providers.ts';

interface Props {
  provider: Provider;
  /** How many are connected. */
  accounts: number;
}

/** The whole tile leads to the consent, or to what has to be done first. */
export function ProviderTile({ provider, accounts }: Props) {
  const { to } = useHere();
  const { id } = provider;
  const name = plainText(provider.name, 80);
  const isRemote = id.startsWith('remote~');
  const isReady = !isRemote && isConnectable(provider);
  const target = isRemote
    ? to({ page: 'server', id: id.slice('remote~'.length) })
    : to({ page: isReady ? 'connect' : 'provider', id });
  return (
    <li class="tile">
      <ProviderMark id={id} name={name} size="small" />
      <div class="tile-text">
        <p class="tile-name">
          <Link class="tile-link" to={target} aria-label={isReady ? `Connect ${name}` : undefined}>
            {name}
          </Link>
        </p>
        <Below provider={provider} accounts={accounts} />
      </div>
      {isReady && (
        <Link class="tile-more" to={to({ page: 'provider', id })} aria-label={`Details of ${name}`}>
          Details
        </Link>
      )}
    </li>
  );
}

function Below({ provider, accounts }: Props) {
  const products = provider.id.startsWith('custom~') ? 'Added by this workspace' : productsOf(provider);
  const state =
    accounts === 0 ? '' : accounts === 1 ? '1 account connected' : `${accounts} accounts connected`;
  if (products === '' && state === '') return null;
  return (
    <p class="tile-below">
      {state !== '' && <strong>{state}</strong>}
      {state !== '' && products !== '' && ' · '}
      {products}
    </p>
  );
}
