import { useState } from 'preact/hooks';
import type { Provider } from '../../api/types.ts';
import type { NotConnected } from '../../consent/outcome.ts';
import { useHere } from '../../shell/here.ts';

/** What came of a consent of this provider that made no connection. It is kept until the person dismisses it. */
export function useOutcome({ id }: Provider): { outcome: NotConnected | undefined; dismiss: () => void } {
  const { outcome, dismissOutcome } = useHere();
  const [isDismissed, setDismissed] = useState(false);
  const isOwn = outcome !== undefined && outcome.kind !== 'connected' && outcome.request.provider === id;
  return {
    outcome: isOwn && !isDismissed ? outcome : undefined,
    dismiss: () => {
      setDismissed(true);
      dismissOutcome();
    },
  };
}
