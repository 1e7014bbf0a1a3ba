/** What persons and workspaces may do and have. */
import { DAY, MINUTE } from '../../contract/durations.ts';

export const PEOPLE_LIMITS = {
  /** Entries in a token's list of workspaces. A header of 8 kB, which is what a token fits into, holds about 700 short ones. */
  rolesOfCaller: 500,
  /** JSON bodies of the HTTP API, in bytes. The largest is a BYO app. */
  requestBody: 16 * 1024,
  /** A key makes cursors of lists for a day, and they are accepted until the end of the next one. */
  cursorKeyEpoch: DAY,
  /** Bytes of the position in a cursor: an id of an activity entry has 36. */
  cursorPosition: 100,
  /**
   * Consents, apps, servers and refreshes that one person may start, put or ask for within one window, over all
   * workspaces: far more than a person does at a dashboard …
   */
  actsOfPerson: 100,
  /** … and that all persons of a workspace may together. One person takes a third of it at most. */
  actsOfWorkspace: 300,
  /** How often what is kept of one person's name may change within one window: once a day is usual. */
  namingsOfPerson: 20,
  /** What one person may disconnect or delete within one window, apart from acts. Deleting a workspace is one. */
  endingsOfPerson: 300,
  /** The windows are fixed: each begins at a multiple of this time since the epoch. */
  actsWindow: 10 * MINUTE,
  /** Refusals of one person in one workspace that the activity records within a day; the log has them all. */
  refusalsOfPerson: 20,
  /** … and of all persons of a workspace. */
  refusalsOfWorkspace: 200,
  refusalsWindow: DAY,
  activityRetention: 400 * DAY,
  /** Entries that are looked at for one page of the activity: a filter that matches few of them makes a short page. */
  activityLookedAt: 2_000,
  /** … and those that are read at once, about 1 kB each. DynamoDB ends a page at 1 MB. */
  activityChunk: 500,
  /** Addresses in one entry of the activity: a custom provider has 25 at most … */
  addressesRecorded: 25,
  /** … and characters of each. A scheme and a host always fit. */
  addressRecorded: 300,
  /** Characters of a person's name; longer ones are cut. */
  personName: 128,
  /** A person's name is kept for so long after their last sign-in, as long as what they did … */
  personRetention: 400 * DAY,
  /** … and when that was is written this often at most. */
  personSeenEvery: DAY,
  /** The last millisecond that RFC 3339 can say: its years have four digits. */
  latestTime: Date.UTC(10_000, 0) - 1,
  /** People of a workspace whose names are kept. They are read as a whole, about 300 bytes each. */
  peopleOfWorkspace: 2_000,
  /** How many of each a workspace may have. These lists are read as a whole, about 2 kB a connection. */
  connectionsOfWorkspace: 1_000,
  /** … and a personal workspace. */
  connectionsOfPerson: 50,
  /** … with the tombstones of disconnected ones, which stay: what a new label needs room in. */
  connectionRowsOfWorkspace: 5_000,
  appsOfWorkspace: 100,
  /** Client ids and descriptions that one app may have had; each stays for the connections that were made with it. */
  versionsOfApp: 50,
  serversOfWorkspace: 200,
} as const;
