/**
 * The Cognito user pool of a stage: its people, the page's client and the login pages. A person is in the groups
 * `workspace:role` of the pool, which Cognito lists in the access token by itself. So there is no trigger, which would be a
 * function with a right to decide who is an admin. There is no resource server either, since nothing reads a custom scope.
 */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledgePoolFindings } from './user-pool-findings.ts';

export interface SignInPoolProps {
  readonly domainPrefix: string;
  /** The origin of the page, without a trailing slash. */
  readonly origin: string;
  /** Whether the page signs in in a frame too. */
  readonly silentSignIn: boolean;
  readonly removalPolicy: RemovalPolicy;
  /** Whether Cognito refuses to delete the pool. */
  readonly deletionProtection: boolean;
}

export class SignInPool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, props: SignInPoolProps) {
    super(scope, id);
    this.pool = this.createPool(props);
    acknowledgePoolFindings(this.pool);
    this.client = this.addClient(`${props.origin}/`, props.silentSignIn);
    this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: props.domainPrefix },
      // The older pages do not know `prompt=none`, with which the page renews a sign-in.
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    // Without a style the login pages of a client do not exist.
    new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.pool.userPoolId,
      clientId: this.client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
  }

  /** Nobody can sign up: an operator creates each person. Their second factor is an authenticator app. */
  private createPool({ removalPolicy, deletionProtection }: SignInPoolProps): UserPool {
    return new UserPool(this, 'Pool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      removalPolicy,
      deletionProtection,
    });
  }

  /** A public client: the code flow with PKCE, and no flow in which a page of ours would see a password. */
  private addClient(home: string, silentSignIn: boolean): UserPoolClient {
    return this.pool.addClient('Page', {
      generateSecret: false,
      // Set, since Cognito turns the flow with a password on where a client names no flows.
      authFlows: { userSrp: false },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: [home, ...(silentSignIn ? [`${home}silent.html`] : [])],
        logoutUrls: [home],
      },
      // Another identity provider would bring groups of its own name, which are no `workspace:role`.
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
    });
  }
}
