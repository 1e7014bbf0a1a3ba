/** Worlds as the broker's own use cases leave them: what an attacker who can write the table finds there. */
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import type { CompleteInput } from '../../src/broker/connect/consent-flow.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { sessionDestination } from '../../src/broker/destination.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { verifierPlace } from '../../src/broker/sealed-places.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import { returnedConsent } from '../setup/returned-consent.ts';
import { type AnsweringProvider, answeringProvider } from './answering-provider.ts';
import {
  ADA,
  leaveTraces,
  MALLORY,
  otherThan,
  putAppPolicies,
  putApps,
  putServers,
  type Site,
} from './furnish-world.ts';
import type { Row } from './row.ts';
import type { Scenario } from './scenarios.ts';
import { openStage } from './stage.ts';

const MINUTE = 60_000;

/** A consent that waits for its completion. */
export type Waiting = Omit<CompleteInput, 'deadline'>;

export interface World {
  scenario: Scenario;
  rows: Row[];
  /** Rows as they were before the last refresh: sealed for another generation. */
  older: Row[];
  provider: AnsweringProvider;
  now: number;
  waiting: { further: Waiting; again: Waiting; other: Waiting };
}

/** Everything that both workspaces have, with a waiting consent for a new connection, for the same one, and of the other. */
export async function prepareWorld(scenario: Scenario): Promise<World> {
  const provider = answeringProvider();
  const stage = await openStage({ fetch: provider.fetch });
  const set = { stage, provider, scenario };
  await putApps(set);
  await connect(set, ADA, 'acme', {});
  await connect(set, ADA, 'acme', { label: 'second' });
  await connect(set, ADA, 'acme', { label: 'gone' });
  await connect(set, MALLORY, 'globex', {});
  const elsewhere = {
    ...set,
    scenario: { title: '', provider: otherThan(scenario), app: 'verified' as const },
  };
  await connect(elsewhere, ADA, 'acme', {});
  const gone = { workspaceId: 'acme', connectionId: `${scenario.provider}~gone` };
  await endConnection(stage.ports, { key: gone, actor: 'ada' });
  await putServers(set);
  await putAppPolicies(set);
  const older = structuredClone(await stage.rows()).map((row) => trimmed(scenario, row));
  stage.advance(MINUTE);
  const key = { workspaceId: 'acme', connectionId: scenario.provider };
  if (!scenario.tokens?.hasNoRefreshToken)
    await refreshConnection(stage.ports, { key, deadline: stage.now() + MINUTE });
  await leaveTraces(set);
  const waiting = {
    further: await consent(set, ADA, 'acme', { label: 'new' }),
    again: await consent(set, ADA, 'acme', {}),
    other: await consent(set, MALLORY, 'globex', { label: 'new' }),
  };
  const all = structuredClone(await stage.rows());
  // Of these kinds one row stands for all.
  const first = ['activity', 'acts'].map((each) => all.find(({ kind }) => kind === each));
  const rows = all
    .filter((row) => (row.kind !== 'activity' && row.kind !== 'acts') || first.includes(row))
    .filter((row) => row.kind !== 'consentSession' || row.record.status === 'started')
    .map((row) => trimmed(scenario, row));
  return { scenario, rows, older, provider, now: stage.now(), waiting };
}

function withoutSecret({ hasNoSecret }: Scenario, row: Row): Row {
  if (!hasNoSecret || row.kind !== 'oauthApp' || (row.key as { owner: string }).owner !== 'acme') return row;
  const { sealedSecret: _, ...record } = row.record;
  return { ...row, record };
}

function trimmed(scenario: Scenario, row: Row): Row {
  return onlyOneIsDue(scenario, withoutSecret(scenario, row));
}

/** A tick then has one connection to look at, in thousands of worlds. */
function onlyOneIsDue({ provider }: Scenario, row: Row): Row {
  const { workspaceId, connectionId } = row.key as Partial<ConnectionKey>;
  const isTarget = workspaceId === 'acme' && connectionId === provider;
  if (row.kind !== 'connection' || isTarget) return row;
  const { dueShard: _, dueAt: __, ...record } = row.record;
  return { ...row, record };
}

async function connect(set: Site, by: Caller, workspaceId: string, more: { label?: string }): Promise<void> {
  const waiting = await consent(set, by, workspaceId, more);
  await completeConnect(set.stage.ports, waiting);
}

/** A consent up to the provider's redirect. */
async function consent(
  { stage, provider, scenario }: Site,
  by: Caller,
  workspaceId: string,
  { label }: { label?: string },
): Promise<Waiting> {
  const { ports } = stage;
  const { app, variables, otherVariables } = scenario;
  const started = await startConnect(ports, {
    caller: by,
    workspaceId,
    provider: scenario.provider,
    label,
    app,
    variables: workspaceId === 'acme' ? variables : (otherVariables ?? variables),
  });
  const { id, connectionId } = started;
  const session = await ports.sessions.read({ sessionId: id });
  if (!session?.sealedVerifier) throw new Error('the session has no verifier');
  const account = `${workspaceId}/${connectionId}`;
  const grant = `${account}${session.connectionEpoch === 0 ? '' : ' again'}`;
  const place = verifierPlace(id, sessionDestination(session));
  const verifier = await ports.vault.open(place, session.sealedVerifier);
  provider.know(`verifier of ${account}`, verifier.reveal());
  const code = provider.code(grant, { account, ...scenario.tokens });
  const path = { provider: scenario.provider, owner: session.appOwner };
  return { caller: by, workspaceId, ...returnedConsent(started, path, { code }) };
}
