/**
 * The mark of a consent that is about to exchange its code, where one token's revocation ends a whole grant: a revocation for
 * another connection looks for it, since neither a row nor the account index shows tokens that are not stored yet.
 */
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { GrantMarkKey } from '../stores.ts';
import { clientKeyOf, makeMark, standingMarks } from '../tokens/grant-marks.ts';
import { reachesFurther } from '../tokens/revoke-held-tokens.ts';
import type { Flow } from './consent-flow.ts';

/** A consent's mark, and the grants whose revocation was under way when it was made. */
export interface ConsentMark {
  key: GrantMarkKey;
  until: number;
  revoking: ReadonlySet<string>;
}

type ConsentMarkPorts = Pick<Ports, 'grantMarks' | 'clock' | 'random'>;

/**
 * Marks the consent, and then looks for revocations: of two that overlap at least one sees the other. Undefined: a revocation
 * at this provider ends one token alone, and nothing is written. Rejects if the table fails.
 */
export async function markConsent(
  ports: ConsentMarkPorts,
  { key, session, credentials, deadline }: Pick<Flow, 'key' | 'session' | 'credentials' | 'deadline'>,
): Promise<ConsentMark | undefined> {
  if (!reachesFurther(credentials.facts)) return undefined;
  const clientKey = clientKeyOf(session);
  // Of an account that is not known yet it holds back revocations of all accounts, so it ends with the process.
  const consent = { ...key, epoch: session.connectionEpoch + 1, until: deadline };
  const made = await makeMark(ports, { clientKey, kind: 'consent' }, consent);
  const revocations = await standingMarks(ports, { clientKey, kind: 'revocation' });
  const revoking = new Set(revocations.flatMap(({ record }) => record.grant ?? []));
  return { key: made, until: consent.until, revoking };
}

/**
 * Says in the mark which grant it is; it then stands until the account index shows the stored connection. False: this grant
 * was being revoked while the code was exchanged, so the tokens may be dead. Rejects if the table fails.
 */
export async function nameGrant(
  ports: ConsentMarkPorts,
  mark: ConsentMark,
  accountKey: string,
): Promise<boolean> {
  if (mark.revoking.has(accountKey)) return false;
  const until = mark.until + LIMITS.indexLag;
  const expect = { until: { is: mark.until } };
  const set = { grant: accountKey, until };
  return ports.grantMarks.change(mark.key, { expect, set, writeId: newId(ports), forgetAt: until });
}
