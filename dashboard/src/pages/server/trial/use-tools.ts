import { useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../../api/api-problem.ts';
import type { serversApi } from '../../../api/servers.ts';
import type { Server } from '../../../api/types.ts';
import { useHere } from '../../../shell/here.ts';
import { trialWords } from '../../../words/trial-words.ts';
import { newOperationId } from './uuid-v7.ts';

export type Listed = Awaited<ReturnType<ReturnType<typeof serversApi>['tools']>>;

export interface Tools {
  /** What came last, and when. */
  loaded?: { at: number; listed: Listed };
  problem: ProblemText | undefined;
  isBusy: boolean;
  load: (connectionId: string) => Promise<void>;
  forget: () => void;
}

/** The tools of a server, which are asked for when an admin wants to see them: that is a call of it, too. */
export function useTools({ id, connectionId: usual }: Server, onTried: () => void): Tools {
  const { api } = useHere();
  const [loaded, setLoaded] = useState<Tools['loaded']>();
  const [problem, setProblem] = useState<ProblemText>();
  const [isBusy, setBusy] = useState(false);
  const load = async (connectionId: string) => {
    setBusy(true);
    setProblem(undefined);
    const account = connectionId === usual ? {} : { connectionId };
    try {
      const listed = await api.servers.tools(id, { operationId: newOperationId(), ...account });
      setLoaded({ at: Date.now(), listed });
    } catch (error) {
      setLoaded(undefined);
      setProblem(trialWords(problemText(error), false));
    }
    setBusy(false);
    onTried();
  };
  const forget = () => {
    setLoaded(undefined);
    setProblem(undefined);
  };
  return { ...(loaded && { loaded }), problem, isBusy, load, forget };
}
