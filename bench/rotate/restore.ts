/** A restore of half of the connections, whole and broken off in the middle. */
import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { lostAndRestored } from '../../src/aws/sweeps/lost-and-restored.ts';
import { connectionItem } from '../../src/aws/table/item-keys.ts';
import { type BringBackReport, bringBack } from '../../src/broker/restore/bring-back.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import { systemClock as clock } from '../../src/system/clock.ts';
import { systemRandom as random } from '../../src/system/random.ts';
import { memoryCursors } from '../../test/memory/memory-cursors.ts';
import { copyTable } from '../../test/setup/copy-table.ts';
import { TABLE } from '../scene.ts';
import { dyingAfter, expected } from './death.ts';
import { each } from './given.ts';
import { type Part, together } from './part.ts';

const RESTORED = `${TABLE}-restored`;

export interface RestoreParts {
  lost: number;
  restored: Part;
  restoredInTwo: Part;
}

interface RestoreNeeds {
  keys: readonly ConnectionKey[];
  counting: (work: () => Promise<unknown>) => Promise<Part>;
}

export async function measureRestore(
  client: DynamoDBClient,
  { keys, counting }: RestoreNeeds,
): Promise<RestoreParts> {
  await copyTable(client, TABLE, RESTORED);
  const lost = keys.filter((_, at) => at % 2 === 0);
  const lose = () =>
    each(lost, (key) => {
      const { pk, sk } = connectionItem(key);
      return client.send(new DeleteItemCommand({ TableName: TABLE, Key: { pk: { S: pk }, sk: { S: sk } } }));
    });
  const bring = async (cursors = memoryCursors<BringBackReport>()) => {
    const tables = lostAndRestored({ client, tableName: TABLE }, { client, tableName: RESTORED });
    return bringBack({ ...tables, clock, random }, cursors);
  };
  await lose();
  const restored = await counting(async () => {
    const { verify } = await bring();
    if (verify !== lost.length) throw new Error(`${verify} of ${lost.length} rows came back`);
  });
  await lose();
  const cursors = memoryCursors<BringBackReport>();
  const dying = { ...cursors, save: dyingAfter(Math.floor(restored.pages / 2), cursors.save) };
  const firstHalf = await counting(() => bring(dying).catch(expected));
  const restoredInTwo = together(firstHalf, await counting(() => bring(cursors)));
  return { lost: lost.length, restored, restoredInTwo };
}
