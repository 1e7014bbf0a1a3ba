import { useEffect } from 'preact/hooks';
import type { WorkspaceData } from '../data/workspace-data.ts';

/** Milliseconds after which changes by other people or by the service appear without a reload. */
const EVERY = 20_000;

/** Keeps the connections up to date while the tab is visible. */
export function useFreshData({ connections }: WorkspaceData): void {
  useEffect(() => {
    const reload = () => {
      if (document.visibilityState === 'visible') void connections.reload();
    };
    const timer = setInterval(reload, EVERY);
    document.addEventListener('visibilitychange', reload);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', reload);
    };
  }, [connections]);
}
