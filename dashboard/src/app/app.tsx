import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ProblemText } from '../api/api-problem.ts';
import { ApiClient } from '../api/client.ts';
import type { Intent, Start } from '../consent/intent.ts';
import { Shell } from '../shell/shell.tsx';
import { Session } from '../sign-in/session.ts';
import { begin, type View } from './begin.ts';
import { SignInPage } from './sign-in-page.tsx';
import { Starting } from './starting.tsx';

export function App({ intent }: { intent: Intent }) {
  const [view, setView] = useState<View>({ kind: 'starting' });
  useEffect(() => {
    begin(intent).then(setView, () => setView({ kind: 'broken', problem: NOT_STARTED }));
  }, [intent]);

  switch (view.kind) {
    case 'starting':
      return <Starting />;
    case 'broken':
      return <SignInPage problem={view.problem} />;
    case 'signed-out':
      return (
        <SignInPage problem={view.problem} onSignIn={() => view.environment.signIn.start(view.intent)} />
      );
    case 'signed-in':
      return <Home {...view} />;
  }
}

function Home({ environment, intent, person }: Extract<View, { kind: 'signed-in' }>) {
  const { config, signIn } = environment;
  const since = useMemo(() => Date.now(), []);
  const session = useMemo(() => new Session(person, signIn), [person, signIn]);
  const client = useMemo(() => new ApiClient(config.apiOrigin, session), [config, session]);
  // Not more often than once a minute: tokens that end at once would cause endless redirects.
  const wasJustRenewed = () => intent.renewed === true && Date.now() - since <= RENEW_AT_MOST_EVERY;
  const renewBefore = async (start: Start) =>
    !(await session.lasts(SOON)) &&
    !wasJustRenewed() &&
    (await signIn.resume({ start: { ...start, by: session.person.subject }, renewed: true }));
  return (
    <Shell {...{ config, client, session, intent, renewBefore }} onSignOut={() => void signIn.signOut()} />
  );
}

const RENEW_AT_MOST_EVERY = 60_000;
/** A person can be at a provider for as long as a consent session lives, and must then be signed in without being asked. */
const SOON = 15 * 60_000;
const NOT_STARTED: ProblemText = {
  title: 'This page could not start',
  detail:
    'The settings of this page could not be loaded, or the sign-in service did not answer. Reload the page in a moment.',
};
