import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Api, Provider } from './api.ts';
import { type ProblemText, problemText } from './api-problem.ts';

export interface ProvidersState {
  /** Undefined until the answer arrives. Providers with a verified OAuth app come first. */
  providers?: Provider[];
  problem?: ProblemText;
}

/** The catalogue, loaded once. */
export function useProviders(api: Api): ProvidersState & { reload: () => Promise<void> } {
  const [state, setState] = useState<ProvidersState>({});
  const reload = useCallback(async () => {
    try {
      setState({ providers: (await api.providers()).toSorted(byAvailability) });
    } catch (error) {
      setState({ problem: problemText(error) });
    }
  }, [api]);
  useEffect(() => void reload(), [reload]);
  return { ...state, reload };
}

function byAvailability(one: Provider, other: Provider): number {
  const rank = ({ verifiedApp }: Provider) => (verifiedApp === 'available' ? 0 : 1);
  return rank(one) - rank(other) || one.name.localeCompare(other.name);
}
