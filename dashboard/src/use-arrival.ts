import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api, Connection } from './api.ts';
import { problemText } from './api-problem.ts';
import { finishConsent } from './connect.ts';
import type { Intent, Start } from './intent.ts';
import { type Notice, problemNotice } from './notice.ts';
import type { ReturnedConsent } from './returned-consent.ts';
import { type KnownSession, sessionOf } from './started-sessions.ts';
import { choiceWords } from './words/choice-words.ts';
import { consentWords } from './words/consent-words.ts';

interface Arrival {
  api: Api;
  intent: Intent;
  onNotice: (notice: Notice) => void;
  /** Shows the workspace for which the consent was started. */
  onChoose: (workspace: string) => void;
  /** The account that was connected reaches several tenants. */
  onChoice: (connection: Connection) => void;
  /** Nobody can say whether the account is the one that was connected. The person may start again with their word. */
  onUnknownAccount: (start: Start) => void;
  onDone: () => Promise<void>;
}

/** Completes the consent with which the page was opened, if any. Returns the notice to show until then. */
export function useArrival({
  api,
  intent,
  onNotice,
  onChoose,
  onChoice,
  onUnknownAccount,
  onDone,
}: Arrival): Notice | undefined {
  const [meanwhile, setMeanwhile] = useState<Notice>();
  // The workspace can change before the API answers, so the latest `onDone` is called.
  const done = useRef(onDone);
  done.current = onDone;
  // Runs once: an intent must not be acted on twice.
  useEffect(() => {
    if (intent.isStrange) onNotice(STARTED_ELSEWHERE);
    if (intent.returned === undefined) return;
    arrive(intent.returned, (session) => {
      onChoose(session.workspace);
      setMeanwhile({ tone: 'info', title: `Completing the connection to ${session.provider}…` });
    }).then(onNotice, (error) => onNotice(problemNotice(problemText(error))));
  }, []);
  return meanwhile;

  async function arrive(returned: ReturnedConsent, onKnown: (session: KnownSession) => void) {
    const session = await sessionOf(returned.query);
    if (session === undefined) return STARTED_ELSEWHERE;
    onKnown(session);
    try {
      const connection = await finishConsent(api, returned, session);
      if (connection?.status === 'choice_needed') onChoice(connection);
      return connected(session.provider, connection);
    } catch (error) {
      const problem = problemText(error);
      const { workspace, provider, request } = session;
      if (problem.code === 'account_unknown') onUnknownAccount({ workspace, provider, request });
      return problemNotice(consentWords(problem, session.provider));
    } finally {
      setMeanwhile(undefined);
      void done.current();
    }
  }
}

/** Only the tab that started a consent completes it. What came is dropped, and is sent nowhere. */
export const STARTED_ELSEWHERE: Notice = {
  tone: 'bad',
  title: 'Not completed here',
  text: 'This connection was started in another tab or browser, or it took too long. It was not completed here. Start again here.',
};

function connected(provider: string, connection: Connection | undefined): Notice {
  if (connection?.status === 'choice_needed') {
    const { connectedBy } = connection;
    return { tone: 'info', ...choiceWords(provider, { connectedBy, isMine: true }) };
  }
  const account = connection?.account;
  const text =
    account === undefined ? 'MCP servers can use the account now.' : `MCP servers can use ${account} now.`;
  return { tone: 'good', title: `${provider} is connected`, text };
}
