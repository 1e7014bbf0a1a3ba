import { useRef, useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../../api/api-problem.ts';
import type { Tool, TrialAnswer } from '../../../api/servers.ts';
import type { Server } from '../../../api/types.ts';
import { useHere } from '../../../shell/here.ts';
import { trialWords } from '../../../words/trial-words.ts';
import type { Arguments } from './arguments-of.ts';
import type { Listed } from './use-tools.ts';
import { newOperationId } from './uuid-v7.ts';

interface Input {
  server: Server;
  /** With which account and at which address the server was asked, which the person confirms. */
  listed: Listed;
  onTried: () => void;
}

/** One call at a time, each with an id of its own. */
export function useTrial({ server, listed, onTried }: Input) {
  const { api } = useHere();
  const [answered, setAnswered] = useState<{ tool: string; answer: TrialAnswer }>();
  const [problem, setProblem] = useState<ProblemText>();
  const [isBusy, setBusy] = useState(false);
  // The answer to a former question must not stand under another tool's name.
  const latest = useRef(0);
  const forget = () => {
    latest.current += 1;
    setAnswered(undefined);
    setProblem(undefined);
  };
  const call = async ({ name: tool }: Tool, given: Arguments) => {
    forget();
    const question = latest.current;
    setBusy(true);
    const { connectionId, url, connectedAt } = listed;
    try {
      const answer = await api.servers.trial(server.id, {
        ...{ operationId: newOperationId(), tool, arguments: given },
        confirmed: { server: server.id, tool, connectionId, url, connectedAt },
      });
      if (question === latest.current) setAnswered({ tool, answer });
    } catch (error) {
      if (question === latest.current) setProblem(trialWords(problemText(error), true));
    }
    setBusy(false);
    onTried();
  };
  return { answered, problem, isBusy, call, forget };
}
