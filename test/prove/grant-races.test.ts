/**
 * A disconnect against a consent and a refresh of another workspace that has the same grant, in orders that seeds choose.
 * Covers src/broker/tokens/shared-grant.ts, src/broker/tokens/revoke-grant.ts, src/broker/tokens/grant-marks.ts,
 * src/broker/connect/consent-mark.ts, src/broker/connect/finish-consent.ts.
 */
import { expect, it } from 'vitest';
import { type Judged, RACES, type Race, runRace } from './grant-races.ts';

const COUNT = 1_000;

it.each(RACES)(
  '%s: nobody’s tokens are killed, and no receipt says more than was done',
  async (race) => {
    const judged: Judged[] = [];
    for (let seed = 1; seed <= COUNT; seed++) judged.push(await runRace(seed, race));
    const faults = judged.flatMap((each, index) => each.faults.map((fault) => `seed ${index + 1}: ${fault}`));
    expect(faults).toEqual([]);
    const seen = new Set(judged.map(({ outcome, other }) => `${outcome}, ${other}`));
    expect([...seen].sort()).toEqual(SEEN[race]);
  },
  300_000,
);

/** Every way in which such a race can end; each is met. */
const SEEN: Record<Race, string[]> = {
  new: [
    'left_shared_grant, stored',
    'revoked, connection_changed',
    'revoked, provider_unreachable',
    'revoked, stored',
  ],
  'after a disconnect': [
    'left_shared_grant, stored',
    'revoked, connection_changed',
    'revoked, provider_unreachable',
    'revoked, stored',
  ],
  again: ['left_shared_grant, connection_changed', 'left_shared_grant, stored'],
  refresh: ['left_shared_grant, stored'],
};
