import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Activity, Api, Connection } from './api.ts';
import { type ProblemText, problemText } from './api-problem.ts';

/** Milliseconds after which changes by other people or by the service appear without a reload. */
const EVERY = 20_000;

export interface WorkspaceState {
  /** Undefined until the first answer arrives. */
  connections?: Connection[];
  activity?: Activity[];
  /** Why the last load failed. The page still shows what was loaded before. */
  problem?: ProblemText;
}

/** A workspace's connections and activity, kept up to date while the page is visible. */
export function useWorkspace(api: Api, workspace: string): WorkspaceState & { reload: () => Promise<void> } {
  const [state, setState] = useState<WorkspaceState>({});
  const current = useRef(workspace);

  const reload = useCallback(async () => {
    const set = (next: (state: WorkspaceState) => WorkspaceState) => {
      if (current.current === workspace) setState(next);
    };
    try {
      const [connections, page] = await Promise.all([api.connections(workspace), api.activity(workspace)]);
      set(() => ({ connections, activity: page.activity }));
    } catch (error) {
      set((before) => ({ ...before, problem: problemText(error) }));
    }
  }, [api, workspace]);

  useEffect(() => {
    current.current = workspace;
    setState({});
    void reload();
    const reloadIfVisible = () => {
      if (document.visibilityState === 'visible') void reload();
    };
    const timer = setInterval(reloadIfVisible, EVERY);
    document.addEventListener('visibilitychange', reloadIfVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', reloadIfVisible);
    };
  }, [workspace, reload]);

  return { ...state, reload };
}
