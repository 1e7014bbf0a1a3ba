/**
 * Where a restore stands, in a file of the operator. It is not in the live table: the operator has no key to seal it with, and
 * whoever writes the table could make a restore leave rows out.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LIMITS } from '../src/broker/limits.ts';
import { type BringBackReport, NOTHING_BROUGHT_BACK } from '../src/broker/restore/bring-back.ts';
import type { Cursors } from '../src/broker/sweep/run-sweep.ts';
import { parseCursor } from '../src/broker/sweep/segment-cursor.ts';

interface Tables {
  /** Names, and the ids that DynamoDB gives: a table that was restored again under the same name is another one. */
  live: string;
  restored: string;
  liveId: string;
  restoredId: string;
}

/** Reads the ids of both tables. */
export async function tablesOf(
  client: DynamoDBClient,
  { live, restored }: Pick<Tables, 'live' | 'restored'>,
): Promise<Tables> {
  const idOf = async (TableName: string) =>
    (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableId ?? '';
  return { live, restored, liveId: await idOf(live), restoredId: await idOf(restored) };
}

interface Stored {
  /** Which tables, in how many segments. */
  of: string;
  /** The cursor of each segment as JSON. */
  cursors: Record<string, string>;
}

export interface RestoreProgress {
  /** When the run began that this one goes on with, as ISO 8601. */
  begunAt: string | undefined;
  cursors: Cursors<BringBackReport>;
}

/**
 * The progress between two tables, in a file of `folder`. A file of other tables, a file that is a day old, and a file in another
 * form count as no progress.
 */
export async function storedProgress(
  tables: Tables,
  { isAnew, folder = '.' }: { isAnew: boolean; folder?: string },
): Promise<RestoreProgress> {
  const path = join(folder, `bring-back-${tables.restored}.json`);
  const of = JSON.stringify({ ...tables, segments: LIMITS.sweepSegments });
  const stored: Stored = { of, cursors: isAnew ? {} : await readCursors(path, of) };
  const read = (text: string | undefined) =>
    text === undefined ? undefined : parseCursor(text, { nothing: NOTHING_BROUGHT_BACK, now: Date.now() });
  const beginnings = Object.values(stored.cursors).flatMap((text) => read(text)?.startedAt ?? []);
  // One write after another: segments end their pages at the same time.
  let writing = Promise.resolve();
  const set = (segment: number, text: string | undefined) => {
    if (text === undefined) delete stored.cursors[segment];
    else stored.cursors[segment] = text;
    writing = writing.then(() => store(path, stored));
    return writing;
  };
  return {
    begunAt: beginnings.length > 0 ? new Date(Math.min(...beginnings)).toISOString() : undefined,
    cursors: {
      read: async (segment) => read(stored.cursors[segment]),
      save: (segment, cursor) => set(segment, JSON.stringify(cursor)),
      forget: (segment) => set(segment, undefined),
    },
  };
}

async function readCursors(path: string, of: string): Promise<Stored['cursors']> {
  try {
    const stored = JSON.parse(await readFile(path, 'utf8')) as Stored;
    return stored.of === of && isTexts(stored.cursors) ? stored.cursors : {};
  } catch {
    return {};
  }
}

function isTexts(value: unknown): value is Stored['cursors'] {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && Object.values(value).every((text) => typeof text === 'string');
}

/** The file is whole at every moment, and is gone when nothing is left to go on with. */
async function store(path: string, stored: Stored): Promise<void> {
  if (Object.keys(stored.cursors).length === 0) return rm(path, { force: true });
  await writeFile(`${path}.new`, JSON.stringify(stored), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
