/** What the tables of a stage have in common: their keys, their billing, their encryption, and how a function gets a right. */
import {
  AttributeType,
  BillingMode,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PARTITION_KEY, SORT_KEY, TTL } from '../../src/contract/table.ts';
import type { Conditions } from './table-conditions.ts';

/** The DynamoDB actions on items that a function can be allowed. */
export type TableAction = 'GetItem' | 'Query' | 'Scan' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** A table of items with a lifetime, which is billed by the request. */
export class ItemTable extends Construct {
  readonly table: Table;

  constructor(
    scope: Construct,
    id: string,
    props: Pick<TableProps, 'removalPolicy' | 'deletionProtection'> & { pointInTimeRecovery: boolean },
  ) {
    super(scope, id);
    const { removalPolicy, deletionProtection, pointInTimeRecovery } = props;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: SORT_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // AWS's own key is enough: tokens are sealed before they are stored, under a key that DynamoDB may not use.
      encryption: TableEncryption.DEFAULT,
      timeToLiveAttribute: TTL,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
      ...(deletionProtection !== undefined && { deletionProtection }),
      ...(removalPolicy !== undefined && { removalPolicy }),
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
