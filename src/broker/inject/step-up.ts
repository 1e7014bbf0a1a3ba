/**
 * Answers a challenge of an MCP server, `insufficient_scope` (RFC 6750 section 3.1; MCP 2025-11-25): the page to grant the
 * scopes at until somebody answers, and an error afterwards (T235).
 */
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Connection } from '../records.ts';
import { judgeAsked, readAsked, readPages, type StepUpVerdict, writeAsked } from '../servers/asked-scopes.ts';
import type { StepUpKey, StepUpStore } from '../stores.ts';
import type { CheckedOperation } from './check-operation.ts';
import type { InjectPorts } from './inject-ports.ts';
import { type Refused, refuse } from './refuse-injection.ts';

/** The store of an injector that nobody can tell of a challenge. */
export const NO_STEP_UPS: StepUpStore = {
  read: async () => undefined,
  add: async () => false,
  change: async () => false,
  delete: async () => false,
};

/** The text where no page is shown: the one of a missing scope would send the person to a page that changes nothing. */
const GIVEN_UP =
  'The MCP server asks for scopes that were granted, declined or left out already. Nobody is asked again today.';

/**
 * Returns the refusal. Undefined: nothing was challenged, or the challenged token is older than the connection's, which has
 * all that the server asks for. `connection` is usable for the server's registration.
 */
export async function refuseChallenge(
  ports: InjectPorts,
  checked: CheckedOperation,
  connection: Connection,
): Promise<Refused | undefined> {
  const { challengedScopes, challengedGeneration } = checked.request;
  if (!challengedScopes) return undefined;
  const missing = [...new Set(challengedScopes)].filter((scope) => !connection.grantedScopes.includes(scope));
  if (missing.length === 0)
    return (challengedGeneration ?? connection.generation) < connection.generation
      ? undefined
      : givenUp(ports, challengedScopes);
  const verdict = await askedBy(ports, checked, { missing, connection });
  // Others were kept meanwhile, again and again. A page that is not remembered could be shown without end, and nobody said no.
  if (!verdict)
    return refuse(ports, 'temporarily_unavailable', checked, {
      retryAfterSeconds: LIMITS.stepUpRetrySeconds,
    });
  return verdict.isAskable
    ? refuse(ports, 'insufficient_scope', checked, { missingScopes: missing })
    : givenUp(ports, missing);
}

function givenUp(ports: InjectPorts, missingScopes: string[]): Refused {
  const refused = refuse(ports, 'insufficient_scope', undefined, { missingScopes });
  return { ...refused, context: { ...refused.context, message: GIVEN_UP } };
}

interface Wanted {
  missing: string[];
  connection: Connection;
}

/** Judges the scopes, and remembers those that are asked for. Undefined: they could not be remembered now. */
async function askedBy(
  ports: InjectPorts,
  { key, request }: CheckedOperation,
  wanted: Wanted,
): Promise<StepUpVerdict | undefined> {
  const item = { ...key, serverId: request.operation.server };
  for (let round = 0; round < LIMITS.stepUpRounds; round += 1) {
    const verdict = await judgedAndKept(ports, item, wanted);
    if (verdict) return verdict;
  }
  return undefined;
}

/** Undefined: somebody else wrote at the same time. */
async function judgedAndKept(
  ports: InjectPorts,
  item: StepUpKey,
  { missing, connection }: Wanted,
): Promise<StepUpVerdict | undefined> {
  const row = await ports.stepUps.read(item);
  const now = ports.clock.now();
  const asked = readAsked(row?.asked ?? [], now);
  const pages = readPages(row?.pages, now);
  const verdict = judgeAsked({ asked, pages }, missing, connection);
  if (!verdict.isAskable || verdict.fresh.length === 0) return verdict;
  const { epoch } = connection;
  const fresh = verdict.fresh.map((scope) => ({ scope, at: now, epoch, answer: 'asked' as const }));
  const isKept = await ports.stepUps.change(item, {
    expect: { revision: row ? { is: row.revision } : { absent: true } },
    set: {
      revision: (row?.revision ?? 0) + 1,
      asked: writeAsked([...asked, ...fresh]),
      pages: [...pages, now],
    },
    writeId: newId(ports),
    forgetAt: now + LIMITS.stepUpAge,
  });
  return isKept ? verdict : undefined;
}
