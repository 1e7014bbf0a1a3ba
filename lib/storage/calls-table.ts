/**
 * The table of calls: the single-use mark of every operation id, which is also the record of its call. It holds no sealed bytes,
 * and what it holds ends after 90 days.
 */
import { Validations } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { CALL_ATTRIBUTES } from '../../src/contract/table.ts';
import { CALLS_TABLE_HAS, sayWhatItMustHave } from './imported-table.ts';
import { ItemTable, type ItemTableProps } from './item-table.ts';
import { every, naming, OF_CALLS, SELECTING } from './table-conditions.ts';

export type CallsTableProps = Omit<ItemTableProps, 'pointInTimeRecovery'>;

export class CallsTable extends ItemTable {
  constructor(scope: Construct, id: string, props: CallsTableProps) {
    super(scope, id, { ...props, pointInTimeRecovery: false });
    if (props.tableName !== undefined) sayWhatItMustHave(this, props.tableName, CALLS_TABLE_HAS);
    if (this.created)
      Validations.of(this.created).acknowledge({
        id: 'AwsSolutions::AwsSolutions-DDB3',
        reason:
          'A mark that is brought back protects nothing: an id is valid for five minutes, which is less than any recovery takes. ' +
          'The log has a line for each call, with its outcome and hosts (docs/decisions/0021).',
      });
  }

  /** Allows a function to mark operation ids as used, and to note on a mark how its call ended, but not to read or delete marks. */
  grantMark(role: IGrantable): void {
    this.allow(role, ['PutItem', 'UpdateItem'], OF_CALLS);
  }

  /** Allows a function to query the records of calls. */
  grantRead(role: IGrantable): void {
    this.allow(role, ['Query'], every(OF_CALLS, naming(CALL_ATTRIBUTES), SELECTING));
  }
}
