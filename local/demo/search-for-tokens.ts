/** Searches for secrets where they must not be: in the tables' items, in its files, and in the log. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';

/** The encodings in which a program could store a secret. */
function formsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  return [
    bytes,
    ...(['base64', 'base64url', 'hex'] as const).map((encoding) => Buffer.from(bytes.toString(encoding))),
  ];
}

export interface Search {
  secrets: ReadonlySet<string>;
  /** Searched items and bytes, so that an empty search is noticed. */
  items: number;
  bytes: number;
  found: number;
}

export async function searchForTokens(
  secrets: ReadonlySet<string>,
  where: { client: DynamoDBClient; tableNames: readonly string[]; directories: string[] },
): Promise<Search> {
  const items = (await Promise.all(where.tableNames.map((name) => dump(where.client, name)))).flat();
  const haystacks = [...items, ...(await filesIn(where.directories))];
  const needles = [...secrets].flatMap(formsOf);
  const found = needles.filter((needle) => haystacks.some((haystack) => haystack.includes(needle))).length;
  const bytes = haystacks.reduce((sum, haystack) => sum + haystack.length, 0);
  return { secrets, items: items.length, bytes, found };
}

/** All items as JSON, followed by their binary attributes as raw bytes, so that no encoding hides a secret. */
async function dump(client: DynamoDBClient, tableName: string): Promise<Buffer[]> {
  const items: Buffer[] = [];
  for await (const page of paginateScan({ client }, { TableName: tableName })) {
    for (const item of page.Items ?? []) {
      const binary = Object.values(item).flatMap((value) => (value.B ? [Buffer.from(value.B)] : []));
      items.push(Buffer.concat([Buffer.from(JSON.stringify(item)), ...binary]));
    }
  }
  return items;
}

async function filesIn(directories: string[]): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for (const directory of directories) {
    for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) found.push(await readFile(join(entry.parentPath, entry.name)));
    }
  }
  return found;
}
