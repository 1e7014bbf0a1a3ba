/**
 * Which other tokens use the grant of tokens that are to be revoked. Absence from the account index proves nothing: the index
 * is late, and a consent has tokens before it has a connection.
 */
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Connection, GrantMark } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { standingMarks } from './grant-marks.ts';

/** Statuses in which a connection's tokens may still be used. */
const LIVE = new Set(['active', 'choice_needed', 'refresh_failing', 'reauthorization_required']);

/** Which tokens are to be revoked. */
export interface HeldTokens {
  key: ConnectionKey;
  /** Epoch and generation that the held tokens belong to. */
  epoch: number;
  generation: number;
  /** Id of the store that should have stored them. Absent: the connection had them. */
  storedBy?: string;
  accountKey?: string;
  /** Fingerprint of the account, where connections of other accounts have the same key. Absent: it is not known, or not needed. */
  otherThan?: string | undefined;
}

type GrantPorts = Pick<Ports, 'connections' | 'grantMarks' | 'clock'>;

/** `unknown`: a consent that began earlier may store tokens of the same grant in a moment. */
export type GrantUse = 'shared' | 'unknown' | 'alone';

/**
 * Whether other tokens use the same grant as the held ones: those of another live connection of the same account and
 * client, or newer ones of this connection. Consents that are under way are waited for, for {@link LIMITS.consentWait} at
 * most, and only those of the first look: a later one sees the mark of this revocation. So a busy client delays nobody for
 * long.
 */
export async function useOfGrant(
  ports: GrantPorts,
  clientKey: string,
  held: HeldTokens & { accountKey: string },
): Promise<GrantUse> {
  const until = ports.clock.now() + LIMITS.consentWait;
  const readMarks = () => standingMarks(ports, { clientKey, kind: 'consent' });
  let marks = await readMarks();
  const first = new Set(marks.map(({ key }) => key.id));
  for (;;) {
    const consents = marks.filter(({ key }) => first.has(key.id)).map(({ record }) => record);
    const use = await useNow(ports, held, consents);
    if (use !== 'unknown' || ports.clock.now() >= until) return use;
    await ports.clock.sleep(LIMITS.consentWaitEvery);
    marks = await readMarks();
  }
}

async function useNow(
  ports: GrantPorts,
  held: HeldTokens & { accountKey: string },
  consents: readonly GrantMark[],
): Promise<GrantUse> {
  const relevant = consents.filter(({ grant }) => !grant || grant === held.accountKey);
  const sharing = await ports.connections.sharingAccount(held.accountKey);
  const rows = await readAll(ports, [held.key, ...sharing, ...relevant.flatMap(keyIn)]);
  const isShared = rows.some(({ key, record }) => record && livesOnGrant(record, key, held));
  if (isShared) return 'shared';
  const isOpen = relevant.some((consent) => mayStillStore(consent, rows));
  return isOpen ? 'unknown' : 'alone';
}

type Row = { key: ConnectionKey; record: Connection | undefined };

/** The items themselves, each once: the index is eventually consistent. */
async function readAll({ connections }: GrantPorts, keys: readonly ConnectionKey[]): Promise<Row[]> {
  const each = keys.filter((key, index) => keys.findIndex((other) => isSame(key, other)) === index);
  return Promise.all(each.map(async (key) => ({ key, record: await connections.read(key) })));
}

function keyIn({ workspaceId, connectionId }: GrantMark): ConnectionKey[] {
  return workspaceId === undefined || connectionId === undefined ? [] : [{ workspaceId, connectionId }];
}

/** A consent stores under the epoch of its start. Once its connection has the epoch after that, it has stored or cannot. */
function mayStillStore(consent: GrantMark, rows: readonly Row[]): boolean {
  const [own] = keyIn(consent);
  const record = rows.find(({ key }) => own && isSame(key, own))?.record;
  return record === undefined || record.epoch < (consent.epoch ?? Number.POSITIVE_INFINITY);
}

/**
 * Whether newer tokens of the same consent are in use. Some providers issue the same refresh token again, and at most
 * providers the revocation of an old one also ends the new one. So the old ones are never revoked, for any reach.
 */
export async function isSuperseded(ports: Pick<Ports, 'connections'>, held: HeldTokens): Promise<boolean> {
  const record = await ports.connections.read(held.key);
  return (
    record !== undefined &&
    LIVE.has(record.status) &&
    record.epoch === held.epoch &&
    record.generation > held.generation
  );
}

function livesOnGrant(record: Connection, key: ConnectionKey, held: HeldTokens): boolean {
  if (!LIVE.has(record.status) || record.accountKey !== held.accountKey) return false;
  const { accountFingerprint: account } = record;
  if (held.otherThan !== undefined && account !== undefined && account !== held.otherThan) return false;
  return !isSame(key, held.key) || !isTheHeld(record, held);
}

/** Another consent of the same start has the same epoch and generation: then only the id of the store tells them apart. */
function isTheHeld(record: Connection, { epoch, generation, storedBy }: HeldTokens): boolean {
  if (storedBy !== undefined) return record.tokensStoredBy === storedBy;
  return record.epoch === epoch && record.generation === generation;
}

function isSame(left: ConnectionKey, right: ConnectionKey): boolean {
  return left.workspaceId === right.workspaceId && left.connectionId === right.connectionId;
}
