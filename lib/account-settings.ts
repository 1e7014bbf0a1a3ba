/** What a stage says of the account that it is deployed into, and of what it finds there. */

export interface AccountSettings {
  /**
   * The stage's account. A deployment with credentials of another one stops.
   * @default the account of the credentials
   */
  readonly account?: string;
  /**
   * The stage's Region.
   * @default the Region of the credentials
   */
  readonly region?: string;
  /**
   * ARN of a managed policy that bounds every role of the stage. It must allow what docs/permissions.md lists.
   * @default none
   */
  readonly permissionsBoundary?: string;
  /**
   * ARN of a symmetric KMS key of yours, in the stage's Region, that wraps the data keys in place of one that the stack
   * makes. Its key policy is yours: docs/deploy.md says what it must hold. Changing it makes every stored token
   * unreadable.
   * @default a key of the stack's own
   */
  readonly vaultKeyArn?: string;
  /**
   * Subnets and security groups for the functions, when they must go out through a network of yours. Each subnet needs
   * a way to the internet (NAT) and to AWS; docs/deploy.md lists the endpoints.
   * @default Lambda's own network
   */
  readonly vpc?: VpcSettings;
}

export interface VpcSettings {
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}
