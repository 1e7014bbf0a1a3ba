/**
 * The one table of an environment, and who may do what in it. Code uses GetItem, Query, UpdateItem and DeleteItem;
 * the injector also PutItem, for the mark of a call, and rotate-data-key Scan.
 */
import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  ACCOUNT_INDEX,
  ACTIVITY_ATTRIBUTES,
  CALLBACK_ATTRIBUTES,
  CONNECTION_PUBLIC_ATTRIBUTES,
  DUE_INDEX,
  type ItemType,
  OAUTH_APP_PUBLIC_ATTRIBUTES,
  PARTITION_KEY,
  SEALED_ATTRIBUTES,
  SERVER_ATTRIBUTES,
  SORT_KEY,
  TTL,
  WRITE_ID,
} from '../src/contract/table.ts';
import { type Conditions, every, naming, ofTypes, RETURNING_NOTHING, SELECTING } from './table-conditions.ts';

export interface BrokerTableProps {
  /** What becomes of the table when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
  /** DynamoDB refuses to delete the table. */
  readonly deletionProtection: boolean;
  /** Continuous backups of 35 days. */
  readonly pointInTimeRecovery: boolean;
}

/** What connections-api may ask for, by item type. No attribute here holds sealed bytes. */
const PUBLIC: readonly [ItemType, readonly string[]][] = [
  ['connection', CONNECTION_PUBLIC_ATTRIBUTES],
  ['oauthApp', OAUTH_APP_PUBLIC_ATTRIBUTES],
  ['server', SERVER_ATTRIBUTES],
  ['activity', ACTIVITY_ATTRIBUTES],
];

/** What rotate-data-key may replace in an item, and with the generation all that it may see. */
const ENVELOPES = Object.values(SEALED_ATTRIBUTES).flat();

/** What token-injector may touch of a connection; the last two only stand in its condition. */
const USE_ATTRIBUTES = ['lastUsedHour', 'dueAt', WRITE_ID, 'epoch', 'generation'];

export class BrokerTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, props: BrokerTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: SORT_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // AWS's own key: tokens are sealed before they get here, under a key that DynamoDB has no right to.
      encryption: TableEncryption.DEFAULT,
      timeToLiveAttribute: TTL,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: props.pointInTimeRecovery },
      deletionProtection: props.deletionProtection,
      removalPolicy: props.removalPolicy,
    });
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
    if (!props.pointInTimeRecovery)
      Validations.of(this.table).acknowledge({
        id: 'AwsSolutions::AwsSolutions-DDB3',
        reason:
          'The stage does without backups: its connections can be made again, and prod cannot be set so.',
      });
  }

  /** connections-api: queries for public attributes. A statement an item type, since their attributes differ. */
  grantDashboardReads(reader: IGrantable): void {
    for (const [type, attributes] of PUBLIC)
      this.allow(reader, ['Query'], every(ofTypes(type), naming(attributes), SELECTING));
  }

  /** oauth-callback: marks a consent session and learns nothing of it. */
  grantMarkConsentSession(marker: IGrantable): void {
    const marking = naming([...CALLBACK_ATTRIBUTES, WRITE_ID, TTL]);
    this.allow(marker, ['UpdateItem'], every(ofTypes('consentSession'), marking, RETURNING_NOTHING));
  }

  /** connect: consent from start to end, apps, disconnect; makes the first data key. */
  grantConnect(connect: IGrantable): void {
    // Connections stay as tombstones, activity is a record, and with a data key its tokens would be lost: no deletion.
    this.allow(connect, ['GetItem', 'Query', 'UpdateItem'], ofTypes('connection', 'dataKey', 'activity'));
    const removable = ofTypes('consentSession', 'oauthApp', 'server');
    this.allow(connect, ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'], removable);
    // A new secret ends the pause that its app was given for the old one.
    this.allow(connect, ['DeleteItem'], ofTypes('appHealth'));
    this.allowIndex(connect, ACCOUNT_INDEX.name);
  }

  /** token-refresh: finds what is due, refreshes it, finishes disconnects. */
  grantRefresh(refresher: IGrantable): void {
    this.allow(refresher, ['GetItem', 'Query', 'UpdateItem'], ofTypes('connection'));
    this.allow(refresher, ['GetItem', 'Query'], ofTypes('oauthApp', 'dataKey'));
    this.allow(refresher, ['GetItem', 'UpdateItem', 'DeleteItem'], ofTypes('appHealth'));
    this.allow(refresher, ['UpdateItem'], ofTypes('activity'));
    this.allowIndex(refresher, DUE_INDEX.name);
    this.allowIndex(refresher, ACCOUNT_INDEX.name);
  }

  /** token-injector: reads what a call needs, marks the call, notes its use. */
  grantInject(injector: IGrantable): void {
    this.allow(injector, ['GetItem'], ofTypes('connection', 'server'));
    this.allow(injector, ['GetItem', 'Query'], ofTypes('dataKey'));
    this.allow(injector, ['PutItem', 'UpdateItem'], ofTypes('toolCall'));
    this.allow(
      injector,
      ['UpdateItem'],
      every(ofTypes('connection'), naming(USE_ATTRIBUTES), RETURNING_NOTHING),
    );
  }

  /** rotate-data-key: sees and replaces envelopes, and nothing else of any item; adds and removes data keys. */
  grantReseal(rotator: IGrantable): void {
    // A Scan tells IAM no partition keys, but which attributes it wants.
    this.allow(rotator, ['Scan'], every(naming(['generation', ...ENVELOPES]), SELECTING));
    const resealing = every(ofTypes('connection', 'consentSession', 'oauthApp'), naming(ENVELOPES));
    this.allow(rotator, ['UpdateItem'], every(resealing, RETURNING_NOTHING));
    this.allow(rotator, ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'], ofTypes('dataKey'));
  }

  private allow(grantee: IGrantable, actions: string[], conditions: Conditions): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [this.table.tableArn],
        conditions,
      }),
    );
  }

  /** Their partition keys are shards and hashes, which say nothing of the item type; what they project is no secret. */
  private allowIndex(grantee: IGrantable, index: string): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [`${this.table.tableArn}/index/${index}`],
      }),
    );
  }
}
