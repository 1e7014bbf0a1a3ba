/** What an existing table lacks to be a table of a stage. */
import type {
  AttributeDefinition,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from '../../src/aws/table/create-table.ts';
import { TTL } from '../../src/contract/table.ts';

/** What DynamoDB says of a table, in three answers. */
export interface DescribedTable {
  readonly table: TableDescription;
  /** The attribute of an enabled time to live. */
  readonly ttl: string | undefined;
  readonly hasPointInTimeRecovery: boolean;
}

/** Out: a sentence for each thing that the table lacks. `backups`: whether it needs point-in-time recovery. Pure. */
export function tableFaults(
  { table, ttl, hasPointInTimeRecovery }: DescribedTable,
  { definition, backups }: { readonly definition: TableDefinition; readonly backups: boolean },
): string[] {
  const faults: string[] = [];
  const attributes = table.AttributeDefinitions ?? [];
  if (table.TableStatus !== 'ACTIVE') faults.push(`The table is ${table.TableStatus}.`);
  if (keysOf(table.KeySchema, attributes) !== keysOf(definition.KeySchema, definition.AttributeDefinitions))
    faults.push(`Its keys must be ${keysOf(definition.KeySchema, definition.AttributeDefinitions)}.`);
  for (const wanted of definition.GlobalSecondaryIndexes ?? []) {
    const found = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === wanted.IndexName);
    const keys = keysOf(wanted.KeySchema, definition.AttributeDefinitions);
    const projected = wanted.Projection?.NonKeyAttributes ?? [];
    if (!found || keysOf(found.KeySchema, attributes) !== keys || !projects(found, projected))
      faults.push(
        `It must have the index ${wanted.IndexName} with the keys ${keys}${projected.length > 0 ? `, which includes ${projected.join(' and ')}` : ''}.`,
      );
    else if (found.IndexStatus !== 'ACTIVE')
      faults.push(`Its index ${wanted.IndexName} is ${found.IndexStatus}.`);
  }
  if (ttl !== TTL) faults.push(`Time to live must be on, for the attribute ${TTL}.`);
  if (!table.DeletionProtectionEnabled) faults.push('Deletion protection must be on.');
  if (backups && !hasPointInTimeRecovery) faults.push('Point-in-time recovery must be on.');
  return faults;
}

/** Keys with their types, as `pk (S), sk (S)`. */
function keysOf(schema: KeySchemaElement[] = [], attributes: AttributeDefinition[] = []): string {
  const typeOf = (name?: string) => attributes.find((one) => one.AttributeName === name)?.AttributeType;
  const inOrder = [...schema].sort((one) => (one.KeyType === 'HASH' ? -1 : 1));
  return inOrder.map(({ AttributeName }) => `${AttributeName} (${typeOf(AttributeName)})`).join(', ');
}

/** Whether the index has these attributes, or more. */
function projects({ Projection }: GlobalSecondaryIndexDescription, names: readonly string[]): boolean {
  const { ProjectionType, NonKeyAttributes = [] } = Projection ?? {};
  return ProjectionType === 'ALL' || names.every((name) => NonKeyAttributes.includes(name));
}
