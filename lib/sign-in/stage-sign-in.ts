/** Who signs the people of a stage in: the identity provider that it sets, or a user pool that it creates. */
import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { SignInRequest } from '../../src/contract/dashboard/dashboard-config.ts';
import type { PageOrigins } from '../../src/contract/security-headers.ts';
import { retentionOf } from '../settings/retention.ts';
import type { SignInSettings } from '../settings/sign-in-settings.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { createsUserPool, GROUPS_CLAIM, type UserPoolSignIn } from '../settings/user-pool-settings.ts';
import { StageError } from '../stage-error.ts';
import { SignInPool } from './user-pool.ts';

export type SignInOrigins = Required<Pick<PageOrigins, 'issuer' | 'signInOrigins'>>;

export interface StageSignIn {
  readonly jwt: SignInSettings;
  /** The page's client. Undefined: the page is hosted elsewhere. */
  readonly clientId?: string;
  /** What the page asks for. Undefined: the default. */
  readonly signIn?: SignInRequest;
  /** Undefined: the stage creates none. */
  readonly pool?: SignInPool;
}

/** Creates the user pool of a stage that wants one. `origin` is that of the page, without a trailing slash. */
export function stageSignIn(scope: Construct, settings: StageSettings, origin: string): StageSignIn {
  const { jwt, hostedDashboard: { clientId, signIn } = {} } = settings;
  if (createsUserPool(jwt)) return withPool(scope, { settings, signIn: jwt, origin });
  return { jwt, ...(clientId !== undefined && { clientId }), ...(signIn && { signIn }) };
}

/** Where the page signs people in. It is known before there is a user pool, whose client needs the page's origin. */
export function signInOrigins(scope: Construct, settings: StageSettings): SignInOrigins {
  const { jwt, hostedDashboard } = settings;
  if (!createsUserPool(jwt))
    return { issuer: jwt.issuer, signInOrigins: hostedDashboard?.signInOrigins ?? [] };
  const region = regionOf(scope, settings);
  return {
    issuer: `https://cognito-idp.${region}.amazonaws.com`,
    signInOrigins: [`https://${jwt.userPool.domainPrefix}.auth.${region}.amazoncognito.com`],
  };
}

/** The page's headers hold the Region in clear text, so it is known at synth. */
function regionOf(scope: Construct, settings: StageSettings): string {
  const { region } = Stack.of(scope);
  if (!Token.isUnresolved(region)) return region;
  if (settings.region === undefined)
    throw new StageError('jwt.userPool needs the Region: set region, or the Region of your own stack.');
  return settings.region;
}

function withPool(
  scope: Construct,
  { settings, signIn, origin }: { settings: StageSettings; signIn: UserPoolSignIn; origin: string },
): StageSignIn {
  const { userPool, ...times } = signIn;
  const pool = new SignInPool(scope, 'SignIn', {
    domainPrefix: userPool.domainPrefix,
    origin,
    silentSignIn: settings.hostedDashboard?.silentSignIn ?? false,
    removalPolicy: retentionOf(settings).removalPolicy,
    deletionProtection: settings.deletionProtection ?? true,
  });
  const clientId = pool.client.userPoolClientId;
  const jwt: SignInSettings = {
    issuer: `https://cognito-idp.${regionOf(scope, settings)}.amazonaws.com/${pool.pool.userPoolId}`,
    // Access tokens of Cognito have no `aud` unless a resource is asked for; the client stands in its place.
    audience: clientId,
    accessTokens: 'cognito',
    workspaceClaim: GROUPS_CLAIM,
    ...times,
  };
  return { jwt, clientId, signIn: { scope: 'openid' }, pool };
}
