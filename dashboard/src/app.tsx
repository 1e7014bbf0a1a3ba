import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DashboardConfig } from '../config.ts';
import { Api } from './api.ts';
import type { ProblemText } from './api-problem.ts';
import { SignInPage } from './components/sign-in-page.tsx';
import { Starting } from './components/starting.tsx';
import { WorkspacePage } from './components/workspace-page.tsx';
import type { Intent } from './intent.ts';
import type { Person } from './person.ts';
import { SignIn } from './sign-in.ts';
import { refusalWords } from './words/refusal-words.ts';

type View =
  | { kind: 'starting' }
  | { kind: 'broken'; problem: ProblemText }
  | { kind: 'signed-out'; environment: Environment; intent: Intent; problem?: ProblemText }
  | { kind: 'signed-in'; environment: Environment; intent: Intent; person: Person };

interface Environment {
  config: DashboardConfig;
  signIn: SignIn;
}

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
  const api = useMemo(() => {
    const since = Date.now();
    // Not more often than once a minute: a token that the API never accepts would cause endless redirects.
    const onUnauthenticated = () => {
      if (!intent.renewed || Date.now() - since > RENEW_AT_MOST_EVERY) void signIn.resume({ renewed: true });
    };
    return new Api({ origin: config.apiOrigin, accessToken: person.accessToken, onUnauthenticated });
  }, [config, signIn, person, intent]);
  return <WorkspacePage api={api} person={person} intent={intent} onSignOut={() => void signIn.signOut()} />;
}

/** Decides what to show. During a redirect to the identity provider the page does not change. */
async function begin(intent: Intent): Promise<View> {
  const environment = await loadEnvironment();
  const { signIn } = environment;
  if (SignIn.isReturning()) {
    const result = await signIn.finish();
    if ('person' in result) return { kind: 'signed-in', environment, ...result };
    return signedOut(environment, result.intent, result.mustAsk ? undefined : SIGN_IN_FAILED);
  }
  if (await signIn.resume(intent)) return { kind: 'starting' };
  return signedOut(environment, intent);
}

/** A consent must be completed within two minutes, so the sign-in then starts without a click. */
async function signedOut(environment: Environment, intent: Intent, problem?: ProblemText): Promise<View> {
  if (intent.finish !== undefined && problem === undefined) {
    await environment.signIn.start(intent);
    return { kind: 'starting' };
  }
  const refused = intent.refused && refusalWords(intent.refused.error);
  const shown = problem ?? refused;
  return { kind: 'signed-out', environment, intent, ...(shown === undefined ? {} : { problem: shown }) };
}

async function loadEnvironment(): Promise<Environment> {
  const response = await fetch('/config.json', { cache: 'no-store', credentials: 'omit' });
  const config: DashboardConfig = await response.json();
  return { config, signIn: new SignIn(config) };
}

const RENEW_AT_MOST_EVERY = 60_000;
const NOT_STARTED: ProblemText = {
  title: 'This page could not start',
  detail:
    'The settings of this page could not be loaded, or the sign-in service did not answer. Reload the page in a moment.',
};
const SIGN_IN_FAILED: ProblemText = {
  title: 'The sign-in failed',
  detail: 'The sign-in was cancelled, or it took too long. Try again.',
};
