/** What the page was opened for: a consent to complete, or one to go on with after the sign-in was renewed. */
import { useEffect, useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../api/api-problem.ts';
import type { ApiClient } from '../api/client.ts';
import { connectionsApi } from '../api/connections.ts';
import { type Notice, problemNotice } from '../parts/notice.ts';
import { goTo } from '../router/navigation.ts';
import { addressFor } from '../router/route.ts';
import { consentWords } from '../words/consent-words.ts';
import { remoteWords } from '../words/remote-words.ts';
import { finishConsent, leaveForConsent } from './connect.ts';
import { type ConnectLink, type Intent, queryOf, type Start } from './intent.ts';
import type { Outcome } from './outcome.ts';
import type { ReturnedConsent } from './returned-consent.ts';
import { STARTED_ELSEWHERE } from './started-elsewhere.ts';
import { sessionOf } from './started-sessions.ts';

export interface Arrival {
  /** What is going on: nothing else is shown until then. */
  meanwhile?: string;
  notice?: Notice;
  outcome?: Outcome;
  /** The workspace that it is of: it is shown in no other one. */
  workspace?: string;
}

/** Acts once on the intent with which the page was opened, and leads to the page that shows what came of it. */
export function useArrival(
  client: ApiClient,
  intent: Intent,
  /** The workspace that a link means which names none. */
  usual: string | undefined,
): [Arrival, (next: Arrival) => void] {
  const [arrival, setArrival] = useState(() => first(intent));
  // Runs once: an intent must not be acted on twice.
  useEffect(() => {
    if (intent.returned !== undefined)
      void arrive(client, intent.returned, setArrival).then(setArrival, (error) =>
        setArrival({ notice: problemNotice(problemText(error)) }),
      );
    if (intent.start !== undefined) void goOn(client, intent.start).then(setArrival);
    if (intent.connect !== undefined) openLink(intent.connect, usual);
  }, []);
  return [arrival, setArrival];
}

function first({ isStrange, isOfAnother, returned, start }: Intent): Arrival {
  if (isStrange) return { notice: STARTED_ELSEWHERE };
  if (isOfAnother) return { notice: ANOTHER_PERSON };
  if (start !== undefined) return { meanwhile: `Going on to ${start.provider}…` };
  return returned === undefined ? {} : { meanwhile: 'Completing the connection…' };
}

const ANOTHER_PERSON: Notice = {
  tone: 'info',
  title: 'Another person is signed in now',
  text: 'The consent that was about to start was not started. Start it again if it is yours.',
};

async function arrive(
  client: ApiClient,
  returned: ReturnedConsent,
  onProgress: (arrival: Arrival) => void,
): Promise<Arrival> {
  const session = await sessionOf(returned.query);
  if (session === undefined) return { notice: STARTED_ELSEWHERE };
  onProgress({ meanwhile: `Completing the connection to ${session.provider}…` });
  const { workspace, provider, returnTo } = session;
  const back = returnTo === undefined ? {} : { returnTo };
  try {
    const connection = await finishConsent(connectionsApi(client, workspace), returned, session);
    const id = connection?.id ?? idOf(session);
    goTo(addressFor({ page: 'connection', workspace, id }), { replace: true });
    return {
      workspace,
      outcome: { kind: 'connected', provider, id, ...back, ...(connection && { connection }) },
    };
  } catch (error) {
    const problem = problemText(error);
    return notConnected(session, { problem, words: consentWords(problem, provider) });
  }
}

/** Goes on with the consent for which the sign-in was renewed. */
async function goOn(client: ApiClient, start: Start): Promise<Arrival> {
  const { workspace, provider, request } = start;
  try {
    await leaveForConsent(connectionsApi(client, workspace), start);
    return { meanwhile: `Going on to ${provider}…` };
  } catch (error) {
    const problem = problemText(error);
    const isRemote = request.provider.startsWith('remote~');
    return notConnected(start, { problem, words: isRemote ? remoteWords(problem) : problem });
  }
}

/** Leads back to the page of the consent, which has what was asked for, to start it once more. */
function notConnected(
  start: Start,
  { problem, words }: { problem: ProblemText; words: ProblemText },
): Arrival {
  const { workspace, provider, request, returnTo, link } = start;
  const query = queryOf({ ...link, provider: request.provider, account: idOf(start) });
  goTo(addressFor({ page: 'connect', workspace, id: request.provider, query }), { replace: true });
  return {
    workspace,
    outcome: {
      kind: problem.code === 'account_unknown' ? 'account-unknown' : 'failed',
      notice: problemNotice(words),
      ...{ provider, request },
      ...(problem.code === undefined ? {} : { code: problem.code }),
      ...(returnTo === undefined ? {} : { returnTo }),
    },
  };
}

/** The link of a refusal leads to the page of the consent, which looks up what the link says. */
function openLink(link: ConnectLink, usual: string | undefined): void {
  const workspace = link.workspace ?? usual;
  // An empty one is no workspace's id: the page says so.
  if (!workspace) return;
  // Not that of the address: a sign-in by redirect has replaced it.
  const query = queryOf(link);
  goTo(addressFor({ page: 'connect', workspace, id: link.provider, query }), { replace: true });
}

/** The connection that a consent was for. */
function idOf({ request: { provider, label } }: Start): string {
  return label === undefined ? provider : `${provider}~${label}`;
}
