/** Keeps what a person is called, out of the ID token of their own sign-in: nobody is named by anybody but the issuer. */
import { IdTokenNotAccepted, type IdTokenVerifier } from '../../oauth/jwt/verify-id-token.ts';
import type { Secret } from '../../vault/secret.ts';
import { countNaming, type QuotaPorts, refuseOverQuota, withdrawOverQuota } from '../activity/quota.ts';
import { type Caller, isSamePerson, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { KnownPerson } from '../records.ts';
import type { PersonKey } from '../stores.ts';
import { isWorkspaceDeleted, refuseDeletedWorkspace } from '../workspace-mark.ts';
import { personId } from './person-id.ts';
import { nameIn } from './shown-name.ts';

/** The ports that keeping a name uses. */
export type KeepNamePorts = Pick<Ports, 'people' | 'workspaceMarks' | 'random'> &
  QuotaPorts & {
    /** Absent: the stage does not know its page's client. */
    verifyIdToken?: IdTokenVerifier | undefined;
  };

/** Who asks, in which workspace, and the token of their sign-in. */
export interface KeepNameInput {
  caller: Caller;
  workspaceId: string;
  idToken: Secret;
}

/**
 * Keeps the name for this workspace and returns it. A token without a name erases what was kept. The same name again within a day
 * writes nothing. Throws `not_found` in a stage that knows no client of a page, `invalid_request` for a token that is not
 * accepted or is another person's, `temporarily_unavailable`, `workspace_deleted`, `quota_exceeded` or `too_many_requests`.
 */
export async function keepOwnName(
  ports: KeepNamePorts,
  { caller, workspaceId, idToken }: KeepNameInput,
): Promise<{ name?: string }> {
  requireRole(caller, workspaceId, 'member');
  const name = nameIn(await claimsOf(ports, caller, idToken));
  const key = { workspaceId, personId: personId(caller) };
  const before = await ports.people.read(key);
  if (name === undefined) {
    if (before) await erase(ports, caller, key);
    return {};
  }
  if (!isKept(before, name, ports.clock.now())) await store(ports, { caller, key, name, before });
  return { name };
}

async function claimsOf({ verifyIdToken }: KeepNamePorts, caller: Caller, idToken: Secret) {
  if (!verifyIdToken) throw new Problem('not_found');
  const claims = await verifyIdToken(idToken.reveal()).catch((cause: unknown) => {
    const code = cause instanceof IdTokenNotAccepted ? 'invalid_request' : 'temporarily_unavailable';
    throw new Problem(code, { cause });
  });
  if (!isSamePerson({ issuer: claims.iss, subject: claims.subject }, caller))
    throw new Problem('invalid_request');
  return claims;
}

function isKept(before: KnownPerson | undefined, name: string, now: number): boolean {
  return before?.name === name && now - before.seenAt < LIMITS.personSeenEvery;
}

async function erase(ports: KeepNamePorts, caller: Caller, key: PersonKey): Promise<void> {
  await countNaming(ports, caller);
  await ports.people.delete(key, {});
}

interface Storing {
  caller: Caller;
  key: PersonKey;
  name: string;
  before: KnownPerson | undefined;
}

/** Where another request of the same person wrote at the same time, its name stays. */
async function store(ports: KeepNamePorts, { caller, key, name, before }: Storing): Promise<void> {
  await countNaming(ports, caller);
  const { workspaceId } = key;
  await refuseDeletedWorkspace(ports, workspaceId, ports.clock.now());
  if (!before) refuseOverQuota(LIMITS.peopleOfWorkspace, await ports.people.of(workspaceId));
  const seenAt = ports.clock.now();
  const { issuer, subject } = caller;
  await ports.people.change(key, {
    expect: { seenAt: before ? { is: before.seenAt } : { absent: true } },
    set: { issuer, subject, name, seenAt },
    writeId: newId(ports),
    forgetAt: seenAt + LIMITS.personRetention,
  });
  await withdrawIfDeleted(ports, key);
  if (!before)
    await withdrawOverQuota(LIMITS.peopleOfWorkspace, {
      list: () => ports.people.of(workspaceId),
      withdraw: () => ports.people.delete(key, { seenAt: { is: seenAt } }),
    });
}

/** Reads the deletion mark again: a deletion that came meanwhile may not have seen this row. */
async function withdrawIfDeleted(ports: KeepNamePorts, key: PersonKey): Promise<void> {
  if (!(await isWorkspaceDeleted(ports, key.workspaceId, ports.clock.now()))) return;
  await ports.people.delete(key, {});
  throw new Problem('workspace_deleted');
}
