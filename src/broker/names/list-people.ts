import { rfc3339 } from '../connection/describe-connection.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import { plainName } from './shown-name.ts';

/** A person as the API shows them. */
export interface DescribedPerson {
  id: string;
  issuer: string;
  subject: string;
  name: string;
  /** RFC 3339. */
  seenAt: string;
}

/**
 * The people of a workspace whose names are known, by name. Rows whose time is over are left out, as the table deletes them late,
 * and so are rows without a name that can be shown: a row is input.
 */
export async function listPeople(
  { reads, clock }: { reads: Pick<Ports['reads'], 'people'>; clock: Pick<Ports['clock'], 'now'> },
  workspaceId: string,
): Promise<DescribedPerson[]> {
  const oldest = clock.now() - LIMITS.personRetention;
  const people = (await reads.people(workspaceId)).flatMap(({ key, record }) => {
    const name = plainName(record.name);
    const { issuer, subject, seenAt } = record;
    if (name === undefined || seenAt <= oldest || seenAt > LIMITS.latestTime) return [];
    return [{ id: key.personId, issuer, subject, name, seenAt: rfc3339(seenAt) }];
  });
  return people.sort((one, other) => (`${one.name} ${one.id}` < `${other.name} ${other.id}` ? -1 : 1));
}
