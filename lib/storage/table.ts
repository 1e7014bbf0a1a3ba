/**
 * The main table of a stage; calls-table.ts has the other one. What each function may do with it is in the function's file of
 * lib/functions/. The code uses GetItem, Query, UpdateItem and DeleteItem; rotate-data-key also uses Scan, and injectors of the
 * release before PutItem.
 */
import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ACCOUNT_INDEX, DUE_INDEX, PARTITION_KEY, SORT_KEY, TTL } from '../../src/contract/table.ts';
import type { Conditions } from './table-conditions.ts';

export interface BrokerTableProps {
  /** What happens to the table when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** Whether DynamoDB refuses to delete the table. */
  readonly deletionProtection: boolean;
  /** Whether there are continuous backups of 35 days. */
  readonly pointInTimeRecovery: boolean;
}

/** The DynamoDB actions on items that a function can be allowed. */
export type TableAction = 'GetItem' | 'Query' | 'Scan' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

export class BrokerTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, props: BrokerTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: SORT_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // AWS's own key is enough: tokens are sealed before they are stored, under a key that DynamoDB may not use.
      encryption: TableEncryption.DEFAULT,
      timeToLiveAttribute: TTL,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: props.pointInTimeRecovery },
      deletionProtection: props.deletionProtection,
      removalPolicy: props.removalPolicy,
    });
    this.addIndexes();
    if (!props.pointInTimeRecovery)
      Validations.of(this.table).acknowledge({
        id: 'AwsSolutions::AwsSolutions-DDB3',
        reason:
          'The stage has chosen to have no backups: people can connect again. In prod the settings do not allow this choice.',
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

  /**
   * Allows queries of an index. IAM cannot limit them to an item type, because the partition keys of the indexes are shards
   * and hashes; the attributes that the indexes project are no secrets.
   */
  allowIndex(grantee: IGrantable, index: string): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [`${this.table.tableArn}/index/${index}`],
      }),
    );
  }

  private addIndexes(): void {
    this.table.addGlobalSecondaryIndex({
      indexName: DUE_INDEX.name,
      partitionKey: { name: DUE_INDEX.partition, type: AttributeType.STRING },
      sortKey: { name: DUE_INDEX.sort, type: AttributeType.NUMBER },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...DUE_INDEX.projected],
    });
    this.table.addGlobalSecondaryIndex({
      indexName: ACCOUNT_INDEX.name,
      partitionKey: { name: ACCOUNT_INDEX.partition, type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
}
