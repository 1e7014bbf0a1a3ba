/** What the broker does with a world: inject, refresh, complete and disconnect; and what somebody outside can see of it. */
import { DamagedItem } from '../../src/aws/table/decode.ts';
import { ForeignDestination } from '../../src/broker/apps/foreign-destination.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { Problem } from '../../src/broker/errors.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { VaultError } from '../../src/vault/vault-error.ts';
import type { AnsweringProvider, Asked } from './answering-provider.ts';
import { ADA } from './furnish-world.ts';
import type { Waiting, World } from './prepare-world.ts';
import type { Kind, Row } from './row.ts';
import { openStage, type Stage } from './stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** All that left the broker, and all that it declared dead. */
export interface Seen {
  asked: Asked[];
  /** By what was asked for: the injections, with the names of secrets instead of the secrets. */
  injected: Map<string, Set<string>>;
  /** Without what a disconnect ends. */
  declared: Set<string>;
  /** Errors that no caller could tell from a fault of the broker. */
  untyped: unknown[];
}

interface Run {
  stage: Stage;
  provider: AnsweringProvider;
  world: World;
  seen: Seen;
}

export type Use = 'inject' | 'refresh' | 'complete' | 'start' | 'again' | 'disconnect';
/** Which of the use cases read a kind of row. What is not here is read by any of them, or by none. */
const READERS: Partial<Record<Kind, readonly Use[]>> = {
  connection: ['inject', 'refresh', 'start', 'again', 'disconnect'],
  consentSession: ['complete', 'again'],
  oauthApp: ['refresh', 'complete', 'start', 'disconnect'],
  server: ['inject'],
  appPolicy: ['start', 'complete', 'again'],
  acts: ['start'],
};
export const ALL: readonly Use[] = ['inject', 'refresh', 'complete', 'start', 'again', 'disconnect'];

/** The use cases that edits of this kind of row can change. */
export function readersOf(kind: Kind): readonly Use[] {
  return READERS[kind] ?? ALL;
}

/** Runs use cases over these rows. A disconnect and a further consent each begin anew, untouched by the others. */
export async function runUseCases(
  world: World,
  rows: readonly Row[],
  uses: readonly Use[] = ALL,
): Promise<Seen> {
  const seen: Seen = { asked: [], injected: new Map(), declared: new Set(), untyped: [] };
  const wanted = new Set(uses);
  for (const run of [useConnection, connectAgain, disconnect]) {
    if (run === connectAgain && !wanted.has('again')) continue;
    if (run === disconnect && !wanted.has('disconnect')) continue;
    const provider = world.provider.copy();
    const stage = await openStage({ fetch: provider.fetch, rows, startsAt: world.now });
    await run({ stage, provider, world, seen }, wanted);
    seen.asked.push(...provider.asked);
    if (run !== disconnect) for (const each of stage.declared) seen.declared.add(each);
  }
  return seen;
}

async function useConnection(run: Run, uses: ReadonlySet<Use>): Promise<void> {
  const { provider } = run.world.scenario;
  const ofAcme = { workspaceId: 'acme', server: 'crm' };
  if (uses.has('inject')) {
    for (const server of [`provider:${provider}`, 'crm', 'tasks']) await inject(run, { ...ofAcme, server });
    await inject(run, { workspaceId: 'globex', server: 'crm' });
    await inject(run, { ...ofAcme, connectionId: `${provider}~gone` });
  }
  if (uses.has('complete')) {
    await complete(run, run.world.waiting.further);
    await complete(run, run.world.waiting.other);
    await inject(run, { ...ofAcme, connectionId: `${provider}~new` });
  }
  if (uses.has('start')) await start(run);
  if (uses.has('refresh')) await refresh(run);
}

async function refresh(run: Run): Promise<void> {
  const { stage, world } = run;
  const { provider } = world.scenario;
  stage.advance(MINUTE);
  await injectRejected(run);
  stage.advance(HOUR + 10 * MINUTE);
  await inject(run, { workspaceId: 'acme', server: 'crm' });
  const key = { workspaceId: 'acme', connectionId: `${provider}~second` };
  await attempt(run, () => refreshConnection(stage.ports, { key, deadline: stage.now() + MINUTE }));
  stage.advance(2 * HOUR);
  await attempt(run, () => runTick(stage.ports, stage.now() + MINUTE));
}

async function connectAgain(run: Run): Promise<void> {
  await complete(run, run.world.waiting.again);
  await inject(run, { workspaceId: 'acme', server: 'crm' });
}

async function disconnect(run: Run): Promise<void> {
  const { stage, world } = run;
  for (const connectionId of [world.scenario.provider, `${world.scenario.provider}~gone`])
    await attempt(run, () =>
      endConnection(stage.ports, { key: { workspaceId: 'acme', connectionId }, actor: 'ada' }),
    );
  for (const pause of [HOUR, 24 * HOUR]) {
    stage.advance(pause);
    await attempt(run, () => runTick(stage.ports, stage.now() + MINUTE));
  }
}

const TYPED = [Problem, VaultError, ForeignDestination, DamagedItem];

async function attempt<T>({ seen }: Run, use: () => Promise<T>): Promise<T | undefined> {
  try {
    return await use();
  } catch (error) {
    if (!TYPED.some((type) => error instanceof type)) seen.untyped.push(error);
    return undefined;
  }
}

async function complete(run: Run, waiting: Waiting): Promise<void> {
  await attempt(run, () => completeConnect(run.stage.ports, waiting));
}

/** The person's browser goes where the answer says: that counts as asked, too. */
async function start(run: Run): Promise<void> {
  const { scenario } = run.world;
  const { provider, app, variables } = scenario;
  const input = { caller: ADA, workspaceId: 'acme', provider, app, variables };
  const started = await attempt(run, () => startConnect(run.stage.ports, input));
  if (!started) return;
  const { host, pathname: path } = new URL(started.authorizationUrl);
  run.seen.asked.push({ host, path, secrets: [] });
}

/** The provider refused the token of a call. */
async function injectRejected(run: Run): Promise<void> {
  const { provider } = run.world.scenario;
  const key = { workspaceId: 'acme', connectionId: provider };
  const record = await attempt(run, () => run.stage.ports.connections.read(key));
  await inject(run, { workspaceId: 'acme', server: 'crm' }, record?.generation);
}

interface Asking {
  workspaceId: string;
  server: string;
  connectionId?: string;
}

async function inject(
  run: Run,
  { workspaceId, server, connectionId }: Asking,
  rejected?: number,
): Promise<void> {
  const { ports, now } = run.stage;
  const id = ports.random.uuidV7(now());
  const answer = await answerInjection(
    { ...ports, verifyCaller: undefined },
    {
      version: '1',
      workspaceId,
      operation: { id, kind: 'call', server, tool: 'any' },
      connectionId,
      ...(rejected !== undefined && rejected >= 0 && { rejectedGeneration: rejected }),
    },
  );
  if (!answer.isAuthorized) return;
  const { generation: _, expiresAt: __, ...context } = answer.context;
  const asking = `${workspaceId} ${server} ${connectionId ?? ''}`;
  const before = run.seen.injected.get(asking) ?? new Set();
  run.seen.injected.set(asking, before.add(run.provider.named(decoded(context))));
}

/** The injection with everything readable that an encoding hides. */
function decoded({
  query,
  secrets,
  ...context
}: {
  query?: Record<string, string>;
  secrets?: string[];
}): string {
  const plain = Object.entries(query ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value, 'base64').toString(),
  ]);
  const told = secrets?.map((secret) => {
    const text = Buffer.from(secret, 'base64').toString();
    return Buffer.from(text).toString('base64') === secret ? text : secret;
  });
  return JSON.stringify({ ...context, secrets: told, query: Object.fromEntries(plain) });
}
