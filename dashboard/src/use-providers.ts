import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Api, Provider } from './api.ts';
import { type ProblemText, problemText } from './api-problem.ts';

export interface ProvidersState {
  /** Undefined until the answer arrives. Providers with a verified OAuth app come first. */
  providers?: Provider[];
  problem?: ProblemText;
}

/** The catalogue, loaded for each workspace, since a workspace can allow its own OAuth apps alone. */
export function useProviders(api: Api, workspace: string): ProvidersState & { reload: () => Promise<void> } {
  const [state, setState] = useState<ProvidersState>({});
  const current = useRef(workspace);
  const reload = useCallback(async () => {
    const loaded = await api.providers(workspace).then(
      (providers) => ({ providers: providers.toSorted(byAvailability) }),
      (error) => ({ problem: problemText(error) }),
    );
    // An answer for the workspace before would offer what this one does not allow.
    if (current.current === workspace) setState(loaded);
  }, [api, workspace]);
  useEffect(() => {
    current.current = workspace;
    void reload();
  }, [workspace, reload]);
  return { ...state, reload };
}

function byAvailability(one: Provider, other: Provider): number {
  const rank = ({ verifiedApp }: Provider) => (verifiedApp === 'available' ? 0 : 1);
  return rank(one) - rank(other) || one.name.localeCompare(other.name);
}
