import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DashboardConfig } from '../../src/contract/dashboard/dashboard-config.ts';
import { Api } from './api.ts';
import type { ProblemText } from './api-problem.ts';
import { SignInPage } from './components/sign-in-page.tsx';
import { Starting } from './components/starting.tsx';
import { WorkspacePage } from './components/workspace-page.tsx';
import type { Intent, Start } from './intent.ts';
import type { Person } from './person.ts';
import { isFresh, takeReturned } from './returned-consent.ts';
import { SignIn } from './sign-in/sign-in.ts';
import { sessionOf } from './started-sessions.ts';
import { STARTED_ELSEWHERE } from './use-arrival.ts';
import { TOKEN_REFUSED } from './words/sign-in-words.ts';

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
      return (
        <Home {...view} onRefused={() => setView({ ...view, kind: 'signed-out', problem: TOKEN_REFUSED })} />
      );
  }
}

type HomeProps = Extract<View, { kind: 'signed-in' }> & {
  /** Called when the API refuses a token that was issued just now: no other sign-in would help. */
  onRefused: () => void;
};

function Home({ environment, intent, person, onRefused }: HomeProps) {
  const { config, signIn } = environment;
  const since = useMemo(() => Date.now(), []);
  // Not more often than once a minute: a token that the API never accepts would cause endless redirects.
  const wasJustRenewed = () => intent.renewed === true && Date.now() - since <= RENEW_AT_MOST_EVERY;
  const api = useMemo(() => {
    const onUnauthenticated = () => {
      if (wasJustRenewed()) return onRefused();
      const { returned } = intent;
      const isWaiting = returned !== undefined && isFresh(returned);
      void signIn.resume({ renewed: true, ...(isWaiting ? { returned } : {}) });
    };
    return new Api({ origin: config.apiOrigin, accessToken: person.accessToken, onUnauthenticated });
  }, [config, signIn, person, intent]);
  /** True: the browser leaves for the sign-in, and the consent starts when it is back. */
  const renewBefore = async (start: Start) => {
    const isSoon = person.expiresAt !== undefined && person.expiresAt - Date.now() < SOON;
    return isSoon && !wasJustRenewed() && (await signIn.resume({ start, renewed: true }));
  };
  const actions = { renewBefore, onSignOut: () => void signIn.signOut() };
  return <WorkspacePage api={api} person={person} intent={intent} {...actions} />;
}

/** Decides what to show. During a redirect to the identity provider the page does not change. */
async function begin(opened: Intent): Promise<View> {
  const environment = await loadEnvironment();
  const { signIn } = environment;
  if (SignIn.isReturning()) {
    const result = await signIn.finish();
    if ('person' in result) return { kind: 'signed-in', environment, ...result };
    return signedOut(environment, result.intent, result.problem);
  }
  // A reload while the sign-in did not answer comes back to the same answer.
  const kept = takeReturned();
  const intent = await withoutStrange(kept === undefined ? opened : { returned: kept, ...opened });
  if (await signIn.resume(intent)) return { kind: 'starting' };
  return signedOut(environment, intent);
}

/** An answer that this tab did not ask for is dropped at once: it is neither sent nor kept. */
async function withoutStrange(intent: Intent): Promise<Intent> {
  if (intent.returned === undefined || (await sessionOf(intent.returned.query)) !== undefined) return intent;
  return { isStrange: true };
}

/** A code can live for 30 seconds only, so the sign-in then starts without a click. */
async function signedOut(environment: Environment, intent: Intent, problem?: ProblemText): Promise<View> {
  if (intent.returned !== undefined && problem === undefined) {
    await environment.signIn.start(intent);
    return { kind: 'starting' };
  }
  const shown = problem ?? (intent.isStrange ? STRANGE : undefined);
  return { kind: 'signed-out', environment, intent, ...(shown === undefined ? {} : { problem: shown }) };
}

async function loadEnvironment(): Promise<Environment> {
  const response = await fetch('/config.json', { cache: 'no-store', credentials: 'omit' });
  const config: DashboardConfig = await response.json();
  return { config, signIn: new SignIn(config) };
}

const RENEW_AT_MOST_EVERY = 60_000;
/** A person can be at a provider for as long as a consent session lives, and must then be signed in without being asked. */
const SOON = 15 * 60_000;
const STRANGE: ProblemText = { title: STARTED_ELSEWHERE.title, detail: STARTED_ELSEWHERE.text ?? '' };
const NOT_STARTED: ProblemText = {
  title: 'This page could not start',
  detail:
    'The settings of this page could not be loaded, or the sign-in service did not answer. Reload the page in a moment.',
};
