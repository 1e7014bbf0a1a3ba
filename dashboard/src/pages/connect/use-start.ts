import { useEffect, useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../api/api-problem.ts';
import type { Provider, StartRequest } from '../../api/types.ts';
import { useHere } from '../../shell/here.ts';

export interface Leave {
  isBusy: boolean;
  /** Why the consent did not start. */
  problem: ProblemText | undefined;
  /** Set where nobody can say whether it is the same account, and the person must say so first. */
  accountUnknown: { onReplace: () => void; onClose: () => void } | undefined;
  start(request: StartRequest): Promise<void>;
  /** Asks first whether the account may be replaced. */
  ask(request: StartRequest): void;
  /** Forgets the problem. */
  forget(): void;
}

/** Leaves the page for the provider, or says why not. */
export function useStart(provider: Provider, returnTo: string | undefined): Leave {
  const { startConsent, data } = useHere();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemText>();
  const [unknown, setUnknown] = useState<StartRequest>();
  useBackFromProvider(() => setBusy(false));
  const start = async (request: StartRequest) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await startConsent(provider, request, returnTo);
    } catch (error) {
      const text = problemText(error);
      setUnknown(text.code === 'account_unknown' ? request : undefined);
      setProblem(text.code === 'account_unknown' ? undefined : text);
      setBusy(false);
      if (text.code !== undefined && CHANGED.has(text.code)) void data.reload();
    }
  };
  const accountUnknown = unknown && {
    onReplace: () => void start({ ...unknown, replaceAccount: true }),
    onClose: () => setUnknown(undefined),
  };
  return { isBusy, problem, accountUnknown, start, ask: setUnknown, forget: () => setProblem(undefined) };
}

/** Somebody else changed what the page shows. */
const CHANGED = new Set([
  'app_not_available',
  'app_not_allowed',
  'connection_disconnecting',
  'unknown_scope',
]);

/** The back button of a browser can show the page again as it was left. */
function useBackFromProvider(onBack: () => void): void {
  useEffect(() => {
    const shown = ({ persisted }: PageTransitionEvent) => persisted && onBack();
    addEventListener('pageshow', shown);
    return () => removeEventListener('pageshow', shown);
  }, []);
}
