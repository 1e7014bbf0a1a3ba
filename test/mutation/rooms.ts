/** Which code is mutated, and which tests judge its mutants. The tests of a room are those that are quick and near. */

export interface Room {
  /** Files, as patterns. */
  mutate: readonly string[];
  /** Test files, as patterns. */
  tests: readonly string[];
  /** Whether survivors.json has all its survivors. Until then a run of the room counts, and fails for none. */
  isAccounted: boolean;
  /** Roughly, on one core: how much of the room fits into a short run. */
  secondsPerLine: number;
}

export const ROOMS: Readonly<Record<string, Room>> = {
  vault: {
    mutate: ['src/vault/*.ts'],
    tests: ['test/vault/*.test.ts', 'test/http/cursors.test.ts'],
    isAccounted: true,
    secondsPerLine: 0.9,
  },
  injector: {
    mutate: ['src/broker/inject/*.ts'],
    tests: [
      'test/broker/render-placements.test.ts',
      'test/journeys/check-servers.test.ts',
      'test/journeys/inject.test.ts',
      'test/journeys/inject-expiring.test.ts',
      'test/journeys/inject-refused.test.ts',
    ],
    isAccounted: false,
    secondsPerLine: 3,
  },
  lease: {
    mutate: [
      'src/broker/refresh/ask-provider.ts',
      'src/broker/refresh/attempt.ts',
      'src/broker/refresh/claim-attempt.ts',
      'src/broker/refresh/refresh-failed.ts',
      'src/broker/refresh/refreshed-attributes.ts',
      'src/broker/refresh/risky-replay.ts',
      'src/broker/refresh/settle-lost-answer.ts',
      'src/broker/refresh/store-refreshed.ts',
    ],
    tests: [
      'test/journeys/refresh*.test.ts',
      'test/journeys/late-requests.test.ts',
      'test/prove/odd-answers.test.ts',
      'test/prove/replaced-secret.test.ts',
    ],
    isAccounted: false,
    secondsPerLine: 5,
  },
  store: {
    mutate: ['src/aws/table/*.ts', 'src/aws/sweeps/*.ts'],
    tests: [
      'test/adapters/item-keys.test.ts',
      'test/adapters/sealed-attributes.test.ts',
      'test/adapters/table.test.ts',
      'test/adapters/table-requests.test.ts',
    ],
    isAccounted: false,
    secondsPerLine: 3,
  },
  consent: {
    mutate: ['src/broker/connect/*.ts'],
    tests: [
      'test/journeys/callback.test.ts',
      'test/journeys/complete*.test.ts',
      'test/journeys/exchange-answers.test.ts',
      'test/journeys/return-of-a-consent.test.ts',
      'test/journeys/spent-codes.test.ts',
      'test/rows/forged-returns.test.ts',
    ],
    isAccounted: false,
    secondsPerLine: 4,
  },
};
