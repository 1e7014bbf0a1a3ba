/**
 * The table of calls: the single-use mark of every operation id, which is also the record of its call. It holds no sealed bytes,
 * and what it holds ends after 90 days.
 */
import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CALL_ATTRIBUTES, PARTITION_KEY, SORT_KEY, TTL } from '../../src/contract/table.ts';
import { type Conditions, every, naming, OF_CALLS, SELECTING } from './table-conditions.ts';

export interface CallsTableProps {
  /** What happens to the table when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** Whether DynamoDB refuses to delete the table. */
  readonly deletionProtection: boolean;
}

export class CallsTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { removalPolicy, deletionProtection }: CallsTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: SORT_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.DEFAULT,
      timeToLiveAttribute: TTL,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
      deletionProtection,
      removalPolicy,
    });
    Validations.of(this.table).acknowledge({
      id: 'AwsSolutions::AwsSolutions-DDB3',
      reason:
        'A mark that is brought back protects nothing: an id is valid for five minutes, which is less than any recovery takes. ' +
        'The log has a line for each call, with its outcome and hosts (docs/decisions/0021).',
    });
  }

  /** Allows to mark operation ids as used, and to note on a mark what came of its call. Marks are neither read nor deleted. */
  grantMark(role: IGrantable): void {
    this.allow(role, ['PutItem', 'UpdateItem'], OF_CALLS);
  }

  /** Allows to query the records of calls. */
  grantRead(role: IGrantable): void {
    this.allow(role, ['Query'], every(OF_CALLS, naming(CALL_ATTRIBUTES), SELECTING));
  }

  private allow(role: IGrantable, actions: readonly string[], conditions: Conditions): void {
    role.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [this.table.tableArn],
        conditions,
      }),
    );
  }
}
