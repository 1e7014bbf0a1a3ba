/** What the tables of a stage have in common: their keys, their billing, their encryption, and how a function gets a right. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PARTITION_KEY, SORT_KEY, TTL } from '../../src/contract/table.ts';
import type { Conditions } from './table-conditions.ts';

/** The DynamoDB actions on items that a function can be allowed. */
export type TableAction = 'GetItem' | 'Query' | 'Scan' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

export interface ItemTableProps {
  /** What happens to the table when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** Whether DynamoDB refuses to delete the table. */
  readonly deletionProtection: boolean;
  /** Whether there are continuous backups of 35 days. */
  readonly pointInTimeRecovery: boolean;
  /**
   * Name of an existing table, which this stack does not manage: then nothing above has an effect.
   * @default a table that the stack creates
   */
  readonly tableName?: string;
}

/** A table of items with a lifetime, which is billed by the request. */
export class ItemTable extends Construct {
  readonly table: ITable;
  /** The table that the stack creates; undefined for an existing one. */
  protected readonly created: Table | undefined;

  constructor(scope: Construct, id: string, props: ItemTableProps) {
    super(scope, id);
    this.created = props.tableName === undefined ? this.create(props) : undefined;
    this.table = this.created ?? Table.fromTableName(this, 'Imported', props.tableName ?? '');
  }

  private create({ removalPolicy, deletionProtection, pointInTimeRecovery }: ItemTableProps): Table {
    return new Table(this, 'Table', {
      partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: SORT_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // AWS's own key is enough: tokens are sealed before they are stored, under a key that DynamoDB may not use.
      encryption: TableEncryption.DEFAULT,
      timeToLiveAttribute: TTL,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
      deletionProtection,
      removalPolicy,
    });
  }

  /** Allows actions on the table's items. Without conditions from table-conditions.ts they would be all items. */
  allow(grantee: IGrantable, actions: readonly TableAction[], conditions: Conditions): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [this.table.tableArn],
        conditions,
      }),
    );
  }
}
