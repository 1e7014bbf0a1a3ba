/**
 * The user pool that a stage creates, on its template.
 * Covers lib/sign-in/stage-sign-in.ts, lib/sign-in/user-pool.ts, lib/sign-in/user-pool-findings.ts,
 * lib/settings/user-pool-settings.ts.
 */
import { App, Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { stageSignIn } from '../../lib/sign-in/stage-sign-in.ts';
import type { FunctionName } from '../../src/contract/environment.ts';
import { DOMAIN, hosting, pooled } from '../stack/hosted-stage.ts';
import { resolve } from '../stack/resolve.ts';
import { onlyResource, type StageTemplate, stageTemplate } from '../stack/stage-template.ts';
import { recipe } from './recipe-page.ts';

const HOME = `https://${DOMAIN.name}/`;
let template: StageTemplate;
beforeAll(() => {
  template = stageTemplate(pooled({ domain: DOMAIN }));
});
const only = (type: string) => onlyResource(template, type);
const properties = (type: string) => only(type)[1].Properties;

describe('the user pool', () => {
  it('has only people whom an operator creates, each with a second factor', () => {
    expect(properties('AWS::Cognito::UserPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UsernameAttributes: ['email'],
      UserPoolTier: 'ESSENTIALS',
    });
  });

  it('runs no code of anybody', () => {
    expect(properties('AWS::Cognito::UserPool').LambdaConfig).toBeUndefined();
  });

  it('stays when the stack of prod goes, and refuses to be deleted', () => {
    expect(only('AWS::Cognito::UserPool')[1]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtection: 'ACTIVE' },
    });
  });

  it('is named by an output, since people and groups are created in it', () => {
    expect(template.outputs.UserPoolId?.Value).toEqual({ Ref: only('AWS::Cognito::UserPool')[0] });
  });
});

describe('the page’s client', () => {
  it('is public, and knows the code flow and its own people alone', () => {
    expect(properties('AWS::Cognito::UserPoolClient')).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['openid'],
      SupportedIdentityProviders: ['COGNITO'],
      // A flow of Cognito's API would let a page ask for passwords.
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('returns to the page and to nothing else, also after a sign-out', () => {
    expect(properties('AWS::Cognito::UserPoolClient')).toMatchObject({
      CallbackURLs: [HOME],
      LogoutURLs: [HOME],
    });
  });

  it('returns to the frame of a silent sign-in too, where the stage wants one', () => {
    const other = stageTemplate(pooled({ domain: DOMAIN, hostedDashboard: { silentSignIn: true } }));
    const [, client] = onlyResource(other, 'AWS::Cognito::UserPoolClient');
    expect(client.Properties).toMatchObject({
      CallbackURLs: [HOME, `${HOME}silent.html`],
      LogoutURLs: [HOME],
    });
  });

  it('has login pages, at the domain of the settings', () => {
    const client = { Ref: only('AWS::Cognito::UserPoolClient')[0] };
    expect(properties('AWS::Cognito::UserPoolDomain')).toMatchObject({
      Domain: 'acme-connections',
      ManagedLoginVersion: 2,
    });
    expect(properties('AWS::Cognito::ManagedLoginBranding')).toMatchObject({
      ClientId: client,
      UseCognitoProvidedValues: true,
    });
  });
});

describe('the stage', () => {
  const pool = () => only('AWS::Cognito::UserPool')[0];
  const client = () => only('AWS::Cognito::UserPoolClient')[0];
  const issuer = () => `https://cognito-idp.eu-central-1.amazonaws.com/${pool()}`;

  it('takes tokens of the pool for the client alone, at the gateway and in the functions', () => {
    expect(resolve(properties('AWS::ApiGatewayV2::Authorizer').JwtConfiguration)).toEqual({
      Issuer: issuer(),
      Audience: [client()],
    });
    const audience = {
      'connections-api': 'CONNECTIONS_JWT_AUDIENCE',
      connect: 'CONNECTIONS_JWT_AUDIENCE',
      'token-injector': 'CONNECTIONS_INJECTOR_AUDIENCES',
    };
    for (const [name, variable] of Object.entries(audience) as [FunctionName, string][])
      expect(
        resolve(template.resources[template.functionIds[name]]?.Properties.Environment.Variables),
      ).toMatchObject({
        CONNECTIONS_JWT_ISSUER: issuer(),
        [variable]: client(),
        CONNECTIONS_PERSON_CLAIM: 'sub',
        CONNECTIONS_ACCESS_TOKENS: 'cognito',
        CONNECTIONS_WORKSPACE_CLAIM: 'cognito:groups',
        CONNECTIONS_WORKSPACE_CLAIM_FORM: 'list',
      });
  });

  it('lets the page reach the pool and the login pages', () => {
    expect(template.text).toContain(
      "connect-src 'self' https://cognito-idp.eu-central-1.amazonaws.com https://acme-connections.auth.eu-central-1.amazoncognito.com;",
    );
  });

  it('is set as the recipe says for a pool of one’s own', () => {
    const stack = new Stack(new App(), 'Pool', { env: { region: 'eu-central-1' } });
    const { jwt, signIn, clientId } = stageSignIn(stack, pooled(), 'https://page.test');
    const { jwt: written, hostedDashboard } = recipe('Cognito');
    const { issuer: _issuer, audience, ...rest } = jwt;
    const { issuer: _written, audience: _audience, ...expected } = written;
    expect({ ...rest, signIn }).toEqual({ ...expected, signIn: hostedDashboard.signIn });
    expect(audience).toBe(clientId);
  });

  it('cannot be made where nobody says the Region', () => {
    expect(() => stageTemplate(pooled({ region: undefined }))).toThrow(
      'jwt.userPool needs the Region: set region, or the Region of your own stack.',
    );
  });

  it('has none where it names an identity provider', () => {
    expect(stageSignIn(new Stack(new App(), 'None'), hosting(), HOME).pool).toBeUndefined();
  });
});
