import { useEffect } from 'preact/hooks';
import type { Api } from './api.ts';
import { problemText } from './api-problem.ts';
import { leaveForConsent } from './connect.ts';
import type { Intent } from './intent.ts';
import { type Notice, problemNotice } from './notice.ts';
import { remoteWords } from './words/remote-words.ts';

interface Input {
  api: Api;
  intent: Intent;
  onNotice: (notice: Notice) => void;
}

/** Goes on with the consent for which the sign-in was renewed. */
export function useRenewedStart({ api, intent, onNotice }: Input): void {
  useEffect(() => {
    const { start } = intent;
    if (start === undefined) return;
    onNotice({ tone: 'info', title: `Going on to ${start.provider}…` });
    const isRemote = start.request.provider.startsWith('remote~');
    leaveForConsent(api, start).catch((error) => {
      const problem = problemText(error);
      onNotice(problemNotice(isRemote ? remoteWords(problem) : problem));
    });
  }, []);
}
