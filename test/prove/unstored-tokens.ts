/**
 * A completion with faults at chosen awaits: the table from one call on, the provider's revocation, the escrow. What the
 * provider handed over is looked for right afterwards, and again when all is well and time has passed.
 */
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import type { CompleteInput } from '../../src/broker/connect/consent-flow.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { ADA } from '../rows/furnish-world.ts';
import { openStage, type Stage } from '../rows/stage.ts';
import { returnedConsent } from '../setup/returned-consent.ts';
import { type FallibleProcess, fallibleProcess, type Point } from './fallible-process.ts';
import { type GrantProvider, grantProvider } from './grant-provider.ts';

export const MINUTE = 60_000;

/** Two providers of the catalogue: a revocation ends the whole grant, or one token. */
export const PROVIDERS = [
  { provider: 'google', reach: 'grant' },
  { provider: 'box', reach: 'token' },
] as const;
export type Provider = (typeof PROVIDERS)[number];

export interface Scene {
  stage: Stage;
  provider: GrantProvider;
  key: { workspaceId: string; connectionId: string };
  logged: string[];
  /** A consent whose browser has returned. */
  returned(): Promise<CompleteInput>;
}

export async function openScene({ provider: id, reach }: Provider): Promise<Scene> {
  const provider = grantProvider(reach);
  const stage = await openStage({ fetch: provider.fetch });
  const logged: string[] = [];
  const log = (event: string) => void logged.push(event);
  Object.assign(stage.ports, { log: { info: log, warn: log, error: log } });
  const { ports } = stage;
  await putVerifiedApp(ports, { provider: id, clientId: `client-verified-${id}` });
  return {
    stage,
    provider,
    key: { workspaceId: 'acme', connectionId: id },
    logged,
    async returned() {
      const asked = { caller: ADA, workspaceId: 'acme' };
      const started = await startConnect(ports, { ...asked, provider: id });
      const path = { provider: id, owner: 'verified' };
      return { ...asked, ...returnedConsent(started, path, { code: provider.code() }) };
    },
  };
}

/** What fails. The table fails from this point of the completion on; later points include those after a write was applied. */
export interface Faults {
  tableFrom: number;
  isRevocationDown: boolean;
  isEscrowDown: boolean;
}

const TABLE = /^(connections|grantMarks|sessions|apps|appHealth|workspaceMarks|activity)\./;
const ESCROW = /^(escrow|unstoredCopies)\./;

/** Completes one consent with these faults. The points that it passed tell where the next run may fail. */
export async function completeWith(scene: Scene, faults: Faults): Promise<{ points: Point[]; code: string }> {
  const input = await scene.returned();
  const process: FallibleProcess = fallibleProcess({
    id: 1,
    standStill: async () => undefined,
    yields: () => 0,
    fate: ({ port, index }) => {
      const isDown =
        (TABLE.test(port) && index >= faults.tableFrom) || (ESCROW.test(port) && faults.isEscrowDown);
      return isDown ? 'down' : 'go-on';
    },
  });
  scene.provider.isRevocationDown = faults.isRevocationDown;
  const { escrow: _, ...ports } = process.wrap(scene.stage.ports);
  const code = await completeConnect(ports, input).then(
    () => 'stored',
    (error: { code?: string }) => error.code ?? String(error),
  );
  scene.provider.isRevocationDown = false;
  return { points: process.points, code };
}

/** Where tokens that were issued since `before` are now: nowhere is a fault. */
export async function whereabouts(scene: Scene, before: readonly string[]): Promise<string> {
  const issued = scene.provider.live().filter((token) => !before.includes(token));
  if (issued.length === 0) return 'revoked';
  if ((await inRow(scene)) === issued[0]) return 'in the row';
  const copies = [...scene.stage.escrow.values()].map(({ copy }) => copy?.revokeOnly);
  if (copies.length > 0) return copies.every(Boolean) ? 'in the escrow' : 'in the escrow, to be stored';
  return scene.logged.includes('unstored_tokens_lost') ? 'lost' : 'nowhere';
}

async function inRow({ stage: { ports }, key }: Scene): Promise<string | undefined> {
  const record = await ports.connections.read(key);
  return record?.status === 'active' ? (await openTokens(ports, key, record)).refresh?.reveal() : undefined;
}

/** All is well again: ticks run for longer than a mark stands. Returns the row's generation, and what its refresh then is. */
export async function settled({ stage, key }: Scene): Promise<{ generation?: number; refresh: string }> {
  for (let round = 0; round < 4; round++) {
    stage.advance(MINUTE);
    await runTick(stage.ports, stage.now() + MINUTE);
  }
  const record = await stage.ports.connections.read(key);
  if (!record) return { refresh: 'no row' };
  const { outcome } = await refreshConnection(stage.ports, { key, deadline: stage.now() + MINUTE });
  return { generation: record.generation, refresh: outcome };
}
