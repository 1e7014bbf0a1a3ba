/** A person's choice of one of the tenants that the account of a new connection reaches. */
import { REFRESHABLE } from '../../contract/statuses.ts';
import type { OAuthFacts, ReadTenant } from '../../oauth/provider.ts';
import { areConnectionFacts } from '../../oauth/resolve-facts.ts';
import { countAct, type QuotaPorts } from '../activity/quota.ts';
import { type RecordPorts, recordActivity } from '../activity/record-activity.ts';
import { pinnedFacts } from '../apps/oauth-app-credentials.ts';
import { type Caller, isSamePerson, requireRole } from '../caller.ts';
import { choiceOf, isChoiceOpen } from '../connection/choice.ts';
import { dueAttributes } from '../connection/due-shard.ts';
import { nextDueAt } from '../connection/due-time.ts';
import { grantDiesAt } from '../connection/idle.ts';
import { openTokens } from '../connection/open-tokens.ts';
import { isRefreshable } from '../connection/usable.ts';
import { connectionDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { randomFraction } from '../random-fraction.ts';
import type { Connection } from '../records.ts';
import { tokenPlace } from '../sealed-places.ts';
import type { ConnectionKey } from '../stores.ts';
import { fingerprintAtTenant } from '../tokens/account-key.ts';

type ChoosePorts = Pick<Ports, 'connections' | 'catalogue' | 'apps' | 'vault'> & RecordPorts & QuotaPorts;

/** Which tenant of which list. */
export interface ChooseInput {
  caller: Caller;
  key: ConnectionKey;
  /** Names the list (`choiceOf`). */
  choice: string;
  /** Index into the list. */
  index: number;
}

/**
 * Chooses for whoever connected, or for an admin, and makes the connection usable. Throws `not_found`, `forbidden`,
 * `connection_not_usable` if there is nothing to choose, `connection_changed` for another list, `invalid_request` for an index
 * outside the list, `too_many_requests`, or `temporarily_unavailable` while a refresh is under way.
 */
export async function chooseTenant(ports: ChoosePorts, input: ChooseInput): Promise<Connection> {
  const { caller, key } = input;
  requireRole(caller, key.workspaceId, 'member');
  await countAct(ports, { caller, workspaceId: key.workspaceId });
  const until = ports.clock.now() + LIMITS.leasePoll;
  for (;;) {
    const record = await readChoice(ports, input);
    const chosen = isRefreshing(record, ports.clock.now()) ? undefined : await store(ports, input, record);
    if (chosen) {
      await note(ports, input, chosen);
      return chosen;
    }
    if (ports.clock.now() >= until) throw new Problem('temporarily_unavailable');
    await ports.clock.sleep(LIMITS.leasePollEvery);
  }
}

async function readChoice(ports: ChoosePorts, { caller, key, choice }: ChooseInput): Promise<Connection> {
  const record = await ports.connections.read(key);
  if (!record) throw new Problem('not_found');
  if (!isSamePerson(record.connectedBy, caller)) requireRole(caller, key.workspaceId, 'admin');
  if (!isRefreshable(record) || !isChoiceOpen(record)) throw new Problem('connection_not_usable');
  if (choiceOf(record) !== choice) throw new Problem('connection_changed');
  return record;
}

/** Tokens may be on their way, here or in the escrow, that are bound to the row as it is. */
function isRefreshing({ leaseUntil = 0, attemptId }: Connection, now: number): boolean {
  return leaseUntil > now || attemptId !== undefined;
}

/** The stored connection. Undefined: it changed meanwhile. */
async function store(
  ports: ChoosePorts,
  { key, index }: ChooseInput,
  record: Connection,
): Promise<Connection | undefined> {
  const facts = await pinnedFacts(ports, record);
  const tenant = record.tenants?.[index];
  if (!facts?.tenants || !tenant || !areConnectionFacts(facts, tenant.facts))
    throw new Problem('invalid_request');
  const set = await resealed(ports, { key, record, facts, tenant });
  const { epoch, generation } = record;
  const isStored = await ports.connections.change(key, {
    expect: {
      status: { isOneOf: REFRESHABLE },
      epoch: { is: epoch },
      generation: { is: generation },
      attemptId: { absent: true },
      leaseUntil: { absentOrAtMost: ports.clock.now() },
    },
    set,
    writeId: newId(ports),
  });
  return isStored ? await ports.connections.read(key) : undefined;
}

interface Choosing {
  key: ConnectionKey;
  record: Connection;
  facts: OAuthFacts;
  tenant: ReadTenant;
}

/** The row with the tenant's facts, and its tokens bound to them. Opening the tokens proves the list. Throws VaultError. */
async function resealed(ports: ChoosePorts, { key, record, facts, tenant }: Choosing) {
  const { access, refresh } = await openTokens(ports, key, record);
  const seal = await ports.vault.sealer();
  const generation = record.generation + 1;
  const id = tenant.facts[facts.tenants?.id ?? ''] as string;
  const bound = {
    facts: { ...record.facts, ...tenant.facts },
    tenants: undefined,
    accountFingerprint: record.accountFingerprint && fingerprintAtTenant(record.accountFingerprint, id),
  };
  const canRefresh = refresh !== undefined;
  const destination = connectionDestination({ ...record, ...bound, canRefresh });
  const place = { generation, destination };
  return {
    ...bound,
    tenantLabel: tenant.label,
    choiceUntil: undefined,
    generation,
    destination,
    sealedAccess: access && seal(tokenPlace(key, 'sealedAccess', place), access),
    sealedRefresh: refresh && seal(tokenPlace(key, 'sealedRefresh', place), refresh),
    tokensStoredBy: newId(ports),
    status: record.failures ? ('refresh_failing' as const) : ('active' as const),
    reason: record.failures ? record.reason : undefined,
    ...due(ports, { key, record, canRefresh }),
  };
}

/** The end of the choice was due; now the tokens are. */
function due(
  ports: ChoosePorts,
  { key, record, canRefresh }: { key: ConnectionKey; record: Connection; canRefresh: boolean },
) {
  const { refreshedAt: now = record.connectedAt, accessExpiresAt, nextAttemptAt } = record;
  const lives = { accessExpiresAt, grantDiesAt: grantDiesAt(record), canRefresh, isIdle: false };
  return dueAttributes(key, nextAttemptAt ?? nextDueAt({ now, ...lives, random: randomFraction(ports) }));
}

async function note(ports: ChoosePorts, { caller, key }: ChooseInput, record: Connection): Promise<void> {
  await recordActivity(ports, key.workspaceId, {
    type: 'tenant_chosen',
    connectionId: key.connectionId,
    provider: record.provider,
    actor: caller.subject,
  });
}
