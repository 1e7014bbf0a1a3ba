/** What a stage sets for the account that it is deployed into, and for resources that the account already has. */

export interface AccountSettings {
  /**
   * The stage's account. A deployment with credentials of another account stops.
   * @default the account of the credentials
   */
  readonly account?: string;
  /**
   * The stage's Region.
   * @default the Region of the credentials
   */
  readonly region?: string;
  /**
   * ARN of a managed policy that becomes the permissions boundary of every role of the stage. It must allow what
   * docs/deploy.md lists.
   * @default none
   */
  readonly permissionsBoundary?: string;
  /**
   * ARN of a symmetric KMS key of yours, in the stage's Region, which wraps the data keys instead of a key that the stack
   * creates. You write its key policy; docs/deploy.md says what the policy must contain. A change of this setting makes
   * every stored token unreadable.
   * @default a key that the stack creates
   */
  readonly vaultKeyArn?: string;
  /**
   * Name of a DynamoDB table of the stage's account and Region, which the stage uses instead of one that the stack creates. The
   * stack does not manage it: synth says what it must have, and `npm run check-tables` compares. It is for a stage that lost its
   * table to a second, empty one (docs/restore.md).
   * @default a table that the stack creates
   */
  readonly tableName?: string;
  /**
   * The same for the table of calls.
   * @default a table that the stack creates
   */
  readonly callsTableName?: string;
  /**
   * Subnets and security groups for the functions, when they must reach the internet through your network. Each subnet
   * needs a route to the internet (NAT) and to AWS; docs/deploy.md lists the endpoints.
   * @default Lambda's own network
   */
  readonly vpc?: VpcSettings;
}

export interface VpcSettings {
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}
