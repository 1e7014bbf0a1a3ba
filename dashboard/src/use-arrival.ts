import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api } from './api.ts';
import { problemText } from './api-problem.ts';
import { finishConsent } from './connect.ts';
import type { Intent } from './intent.ts';
import { type Notice, problemNotice } from './notice.ts';
import { takeSession } from './started-sessions.ts';
import { refusalWords } from './words/refusal-words.ts';

interface Arrival {
  api: Api;
  intent: Intent;
  onNotice: (notice: Notice) => void;
  /** Shows the workspace for which the consent was started. */
  onChoose: (workspace: string) => void;
  onDone: () => Promise<void>;
}

/** Completes the consent with which the page was opened, if any. Returns the notice to show until then. */
export function useArrival({ api, intent, onNotice, onChoose, onDone }: Arrival): Notice | undefined {
  const [meanwhile, setMeanwhile] = useState<Notice>();
  // The workspace can change before the API answers, so the latest `onDone` is called.
  const done = useRef(onDone);
  done.current = onDone;
  // Runs once: an intent must not be acted on twice.
  useEffect(() => {
    const sessionId = intent.finish?.session ?? intent.refused?.session;
    const started = sessionId === undefined ? undefined : takeSession(sessionId);
    if (started !== undefined) onChoose(started.workspace);
    if (intent.refused !== undefined) {
      onNotice(problemNotice(refusalWords(intent.refused.error, started?.provider)));
    }
    if (intent.finish === undefined) return;
    const { finish } = intent;
    const provider = started?.provider ?? 'the provider';
    setMeanwhile({ tone: 'info', title: `Completing the connection to ${provider}…` });
    (async () => finishConsent(api, finish, started))()
      .then(
        ({ account }) => onNotice(connected(provider, account)),
        (error) => onNotice(problemNotice(problemText(error))),
      )
      .finally(() => {
        setMeanwhile(undefined);
        void done.current();
      });
  }, []);
  return meanwhile;
}

function connected(provider: string, account: string | undefined): Notice {
  const text =
    account === undefined ? 'MCP servers can use the account now.' : `MCP servers can use ${account} now.`;
  return { tone: 'good', title: `${provider} is connected`, text };
}
