/**
 * The main table of a stage; calls-table.ts has the other one. What each function may do with it is in the function's file of
 * lib/functions/. The code uses GetItem, Query, UpdateItem and DeleteItem; rotate-data-key also uses Scan, and injectors of the
 * release before PutItem.
 */
import { Validations } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ACCOUNT_INDEX, DUE_INDEX } from '../../src/contract/table.ts';
import { MAIN_TABLE_HAS, sayWhatItMustHave } from './imported-table.ts';
import { ItemTable, type ItemTableProps } from './item-table.ts';

export class BrokerTable extends ItemTable {
  constructor(scope: Construct, id: string, props: ItemTableProps) {
    super(scope, id, props);
    if (props.tableName !== undefined) sayWhatItMustHave(this, props.tableName, MAIN_TABLE_HAS);
    if (!this.created) return;
    addIndexes(this.created);
    if (!props.pointInTimeRecovery)
      Validations.of(this.created).acknowledge({
        id: 'AwsSolutions::AwsSolutions-DDB3',
        reason:
          'The stage has chosen to have no backups: people can connect again. In prod the settings do not allow this choice.',
      });
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
}

function addIndexes(table: Table): void {
  table.addGlobalSecondaryIndex({
    indexName: DUE_INDEX.name,
    partitionKey: { name: DUE_INDEX.partition, type: AttributeType.STRING },
    sortKey: { name: DUE_INDEX.sort, type: AttributeType.NUMBER },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...DUE_INDEX.projected],
  });
  table.addGlobalSecondaryIndex({
    indexName: ACCOUNT_INDEX.name,
    partitionKey: { name: ACCOUNT_INDEX.partition, type: AttributeType.STRING },
    projectionType: ProjectionType.KEYS_ONLY,
  });
}
