import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Api, Provider, Server } from './api.ts';
import { type ProblemText, problemText } from './api-problem.ts';

export interface ProvidersState {
  /** Undefined until the answer arrives. Providers that can be connected come first. */
  providers?: Provider[];
  /** The MCP servers that the workspace can use, each with the account that it uses. */
  servers?: Server[];
  problem?: ProblemText;
}

/** The catalogue, loaded for each workspace, since a workspace has servers, apps and providers of its own. */
export function useProviders(
  api: Api,
  workspace: string,
): ProvidersState & { reload: () => Promise<ProvidersState> } {
  const [state, setState] = useState<ProvidersState>({});
  const current = useRef(workspace);
  const reload = useCallback(async () => {
    const loaded: ProvidersState = await Promise.all([api.providers(workspace), api.servers(workspace)]).then(
      ([providers, servers]) => ({ providers: providers.toSorted(byAvailability), servers }),
      (error) => ({ problem: problemText(error) }),
    );
    // An answer for the workspace before would offer what this one does not allow.
    if (current.current === workspace) setState(loaded);
    return loaded;
  }, [api, workspace]);
  useEffect(() => {
    current.current = workspace;
    setState({});
    void reload();
  }, [workspace, reload]);
  return { ...state, reload };
}

/** Whether a consent can start now. */
export function isConnectable({ connectsWith }: Provider): boolean {
  return connectsWith === 'verified' || connectsWith === 'workspace';
}

function byAvailability(one: Provider, other: Provider): number {
  const rank = (provider: Provider) => (isConnectable(provider) ? 0 : 1);
  return rank(one) - rank(other) || one.name.localeCompare(other.name);
}
