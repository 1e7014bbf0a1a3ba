/** What the page shows first: the sign-in goes on without the person where it can. */
import type { ProblemText } from '../api/api-problem.ts';
import type { Intent } from '../consent/intent.ts';
import { takeReturned } from '../consent/returned-consent.ts';
import { STARTED_ELSEWHERE } from '../consent/started-elsewhere.ts';
import { sessionOf } from '../consent/started-sessions.ts';
import type { Person } from '../sign-in/person.ts';
import { SignIn } from '../sign-in/sign-in.ts';
import { type Environment, loadEnvironment } from './environment.ts';

export type View =
  | { kind: 'starting' }
  | { kind: 'broken'; problem: ProblemText }
  | { kind: 'signed-out'; environment: Environment; intent: Intent; problem?: ProblemText }
  | { kind: 'signed-in'; environment: Environment; intent: Intent; person: Person };

/** During a redirect to the identity provider the page does not change. */
export async function begin(opened: Intent): Promise<View> {
  const environment = await loadEnvironment();
  const { signIn } = environment;
  if (SignIn.isReturning()) {
    const result = await signIn.finish();
    if ('problem' in result || !('person' in result)) return signedOut(environment, result.intent, result);
    const { address } = result.intent;
    if (address !== undefined) history.replaceState(null, '', address);
    const { person, intent } = result;
    return { kind: 'signed-in', environment, person, intent: ofPerson(intent, person) };
  }
  // A reload while the sign-in did not answer comes back to the same answer.
  const kept = takeReturned();
  const intent = await withoutStrange(kept === undefined ? opened : { returned: kept, ...opened });
  const person = await signIn.here();
  if (person !== undefined) return { kind: 'signed-in', environment, intent, person };
  if (await signIn.resume(intent)) return { kind: 'starting' };
  return signedOut(environment, intent);
}

/** What one person wanted is not done in the name of another one, who uses the same browser at the sign-in service. */
function ofPerson({ start, ...intent }: Intent, { subject }: Person): Intent {
  if (start === undefined) return intent;
  return start.by === subject ? { ...intent, start } : { ...intent, isOfAnother: true };
}

/** An answer that this tab did not ask for is dropped at once: it is neither sent nor kept. */
async function withoutStrange(intent: Intent): Promise<Intent> {
  if (intent.returned === undefined || (await sessionOf(intent.returned.query)) !== undefined) return intent;
  return { isStrange: true };
}

/** A code can live for 30 seconds only, so the sign-in then starts without a click. */
async function signedOut(
  environment: Environment,
  intent: Intent,
  { problem }: { problem?: ProblemText } = {},
): Promise<View> {
  if (intent.returned !== undefined && problem === undefined) {
    await environment.signIn.start(intent);
    return { kind: 'starting' };
  }
  const shown = problem ?? (intent.isStrange ? STRANGE : undefined);
  return { kind: 'signed-out', environment, intent, ...(shown === undefined ? {} : { problem: shown }) };
}

const STRANGE: ProblemText = { title: STARTED_ELSEWHERE.title, detail: STARTED_ELSEWHERE.text ?? '' };
