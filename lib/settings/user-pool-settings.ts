/** What a stage sets when it creates the Cognito user pool that signs its people in. */

/** In the place of the settings of an identity provider. It needs `hostedDashboard`. */
export interface UserPoolSignIn {
  readonly userPool: UserPoolSettings;
  /**
   * As in the settings of an identity provider.
   * @default 86,400, a day
   */
  readonly maxAgeSeconds?: number;
  /**
   * As in the settings of an identity provider.
   * @default 3,600, an hour
   */
  readonly staleKeysSeconds?: number;
}

export interface UserPoolSettings {
  /**
   * The login pages are at `https://<domainPrefix>.auth.<region>.amazoncognito.com`. No other user pool of the Region, of any
   * account, has the same prefix. A change gives the login pages another address.
   */
  readonly domainPrefix: string;
}

/** A group of the pool is named `workspace:role`, and access tokens list the groups of a person in this claim. */
export const GROUPS_CLAIM = 'cognito:groups';

export function createsUserPool(signIn: object): signIn is UserPoolSignIn {
  return 'userPool' in signIn;
}
