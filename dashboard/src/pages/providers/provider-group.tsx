import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Provider } from '../../api/types.ts';
import { ProviderTile } from './provider-tile.tsx';

interface Props {
  title: string;
  lead: ComponentChildren;
  providers: Provider[];
  countOf: (id: string) => number;
}

/** Providers that a person can do the same with. */
export function ProviderGroup({ title, lead, providers, countOf }: Props) {
  const id = useId();
  if (providers.length === 0) return null;
  return (
    <section class="provider-group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p class="soft">{lead}</p>
      <ul class="tiles" aria-labelledby={id}>
        {providers.map((provider) => (
          <ProviderTile key={provider.id} provider={provider} accounts={countOf(provider.id)} />
        ))}
      </ul>
    </section>
  );
}
