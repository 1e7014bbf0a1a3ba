/** Who may use the vault key, read secrets, invoke functions, or do anything else. */
import type { FunctionName } from '../../../src/contract/environment.ts';
import { ACCOUNT, attribute, REGION, resolve } from '../resolve.ts';
import { onlyResource, resourcesOf, type StageTemplate, vaultKeyIn } from '../stage-template.ts';
import type { Right } from './right.ts';

const API = 'connections-api';
const CONNECT = 'connect';
const REFRESH = 'token-refresh';
const TICK = 'token-tick';
const INJECTOR = 'token-injector';
const TRIAL = 'server-trial';
const ROTATE = 'rotate-data-key';
const AUTHORIZER = 'token-authorizer';
const MCP = 'mcp-endpoint';
const SIGN_IN = 'mcp-sign-in';
const CHECK = 'deployment-check';

const nobody = (group: string, name: string, requests: Right['requests']): Right => ({
  group,
  name,
  allowed: [],
  requests,
});

type Pairs = Record<string, string | undefined>;
/** A request under the stage's own encryption context, with some pairs changed; undefined leaves one out. */
function onKey(action: string, change: Pairs = {}, key?: string): Right['requests'] {
  return (template) => {
    const pairs: Pairs = { app: 'connections', purpose: 'vault', environment: template.stage, ...change };
    const present = Object.entries(pairs).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const context = {
      ...Object.fromEntries(present.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
      ...(present.length > 0 && { 'kms:EncryptionContextKeys': present.map(([name]) => name) }),
    };
    const resource = key ?? attribute(vaultKeyIn(template)[0], 'Arn');
    return [{ action: `kms:${action}`, resource, context }];
  };
}

const KEY = 'Vault key';
const OTHER_CONTEXTS: [string, Pairs][] = [
  ['another environment’s context', { environment: 'another' }],
  ['another purpose', { purpose: 'other' }],
  ['another app’s context', { app: 'other' }],
  ['no context', { app: undefined, purpose: undefined, environment: undefined }],
  ['a context without environment', { environment: undefined }],
  ['a context with one pair more', { extra: 'x' }],
];
const NEVER_ON_KEY = [
  ...['Encrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKeyPair', 'GenerateDataKeyWithoutPlaintext'],
  ...['CreateGrant', 'PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion'],
];
export const KEY_RIGHTS: readonly Right[] = [
  {
    group: KEY,
    name: 'Decrypt under the stage’s context',
    allowed: [CONNECT, REFRESH, TICK, INJECTOR, ROTATE, AUTHORIZER],
    requests: onKey('Decrypt'),
  },
  {
    group: KEY,
    name: 'GenerateDataKey under the stage’s context',
    allowed: [CONNECT, ROTATE],
    requests: onKey('GenerateDataKey'),
  },
  ...['Decrypt', 'GenerateDataKey'].flatMap((action) =>
    OTHER_CONTEXTS.map(([what, change]) => nobody(KEY, `${action} under ${what}`, onKey(action, change))),
  ),
  ...NEVER_ON_KEY.map((action) => nobody(KEY, action, onKey(action))),
  nobody(KEY, 'Decrypt with another key', onKey('Decrypt', {}, `arn:aws:kms:${REGION}:${ACCOUNT}:key/other`)),
];

const CURSORS = 'Cursor key';
const cursorKeyIn = (template: StageTemplate) =>
  resourcesOf(template, 'AWS::KMS::Key').filter(([, { Properties }]) => Properties.KeySpec === 'HMAC_256');
function onCursorKey(action: string): Right['requests'] {
  return (template) =>
    cursorKeyIn(template).map(([id]) => ({
      action: `kms:${action}`,
      resource: attribute(id, 'Arn'),
      context: {},
    }));
}
export const CURSOR_RIGHTS: readonly Right[] = [
  { group: CURSORS, name: 'GenerateMac', allowed: [API, MCP], requests: onCursorKey('GenerateMac') },
  ...[
    'VerifyMac',
    'Decrypt',
    'GenerateDataKey',
    'CreateGrant',
    'PutKeyPolicy',
    'DisableKey',
    'ScheduleKeyDeletion',
  ].map((action) => nobody(CURSORS, action, onCursorKey(action))),
  nobody(
    CURSORS,
    'GenerateMac with another key',
    onKey('GenerateMac', {}, `arn:aws:kms:${REGION}:${ACCOUNT}:key/other`),
  ),
];

/** Secrets Manager ends each ARN with a hyphen and six characters. */
function onSecret(action: string, name: (stage: string) => string): Right['requests'] {
  return ({ stage }) => [
    {
      action: `secretsmanager:${action}`,
      resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name(stage)}-AbCdEf`,
      context: {},
    },
  ];
}

const SECRETS = 'Secrets Manager';
const appOf = (stage: string) => `connections/${stage}/apps/google`;
export const SECRET_RIGHTS: readonly Right[] = [
  {
    group: SECRETS,
    name: 'GetSecretValue of the stage’s platform apps',
    allowed: [CONNECT, REFRESH, TICK],
    requests: onSecret('GetSecretValue', appOf),
  },
  nobody(
    SECRETS,
    'GetSecretValue of another stage’s platform apps',
    onSecret('GetSecretValue', () => appOf('another')),
  ),
  nobody(
    SECRETS,
    'GetSecretValue of any other secret',
    onSecret('GetSecretValue', () => 'database'),
  ),
  ...['PutSecretValue', 'CreateSecret', 'DeleteSecret', 'DescribeSecret'].map((action) =>
    nobody(SECRETS, action, onSecret(action, appOf)),
  ),
];

function onFunction(action: string, name: FunctionName, qualifier = ''): Right['requests'] {
  return ({ functionIds }) => [
    {
      action: `lambda:${action}`,
      resource: attribute(functionIds[name], 'Arn') + qualifier,
      context: {},
    },
  ];
}

const ESCROW = 'Rotation escrow';
function onEscrow(action: string, path: string): Right['requests'] {
  return (template) => [
    {
      action: `s3:${action}`,
      resource: attribute(onlyResource(template, 'AWS::S3::Bucket')[0], 'Arn') + path,
      context: {},
    },
  ];
}
const NEVER_ON_BUCKET = ['DeleteBucket', 'PutBucketPolicy', 'PutLifecycleConfiguration', 'GetObjectVersion'];
export const ESCROW_RIGHTS: readonly Right[] = [
  ...['PutObject', 'GetObject', 'DeleteObject'].map((action) => ({
    group: ESCROW,
    name: action,
    allowed: (action === 'PutObject' ? [CONNECT, REFRESH, TICK] : [REFRESH, TICK]) as FunctionName[],
    requests: onEscrow(action, '/acme/google/1/1/attempt'),
  })),
  {
    group: ESCROW,
    name: 'ListBucket',
    allowed: [REFRESH, TICK, ROTATE],
    requests: onEscrow('ListBucket', ''),
  },
  ...NEVER_ON_BUCKET.map((action) => nobody(ESCROW, action, onEscrow(action, ''))),
];

const EVENTS = 'Event bus';
const ownBus: (template: StageTemplate) => string = (template) =>
  attribute(onlyResource(template, 'AWS::Events::EventBus')[0], 'Arn');
function onBus(action: string, bus = ownBus): Right['requests'] {
  return (template) => [{ action: `events:${action}`, resource: bus(template), context: {} }];
}
export const EVENT_RIGHTS: readonly Right[] = [
  {
    group: EVENTS,
    name: 'PutEvents',
    allowed: [CONNECT, REFRESH, TICK, ROTATE],
    requests: onBus('PutEvents'),
  },
  nobody(
    EVENTS,
    'PutEvents on the account’s default bus',
    onBus('PutEvents', () => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`),
  ),
  ...['PutRule', 'PutTargets', 'PutPermission', 'DeleteEventBus'].map((action) =>
    nobody(EVENTS, action, onBus(action)),
  ),
];

const NOT_INVOKED: FunctionName[] = [
  API,
  CONNECT,
  'oauth-callback',
  TICK,
  INJECTOR,
  TRIAL,
  ROTATE,
  AUTHORIZER,
  MCP,
  SIGN_IN,
  CHECK,
];
/** The version of this template's own code, to which a deployment moves the alias. */
const onNewVersion =
  (name: FunctionName): Right['requests'] =>
  (template) => {
    const isOfIt = ({ FunctionName: of }: { FunctionName: { Ref: string } }) =>
      of.Ref === template.functionIds[name];
    const [id] =
      resourcesOf(template, 'AWS::Lambda::Version').find(([, { Properties }]) => isOfIt(Properties)) ?? [];
    return [{ action: 'lambda:InvokeFunction', resource: String(resolve({ Ref: id })), context: {} }];
  };
const onDeploymentGroup =
  (action: string): Right['requests'] =>
  (template) =>
    resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup').map(([id]) => {
      const [application] = onlyResource(template, 'AWS::CodeDeploy::Application');
      const resource = `arn:aws:codedeploy:${REGION}:${ACCOUNT}:deploymentgroup:${application}/${id}`;
      return { action: `codedeploy:${action}`, resource, context: {} };
    });
const ELSEWHERE: [string, string][] = [
  ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/any`],
  ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/any`],
  ['s3:GetObject', 'arn:aws:s3:::any/object'],
  ['xray:PutTraceSegments', '*'],
  ['logs:CreateLogGroup', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:any`],
  ['logs:PutLogEvents', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:any:log-stream:any`],
];
const NEVER_ON_FUNCTION = [
  'GetFunction',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
  'AddPermission',
];
export const OTHER_RIGHTS: readonly Right[] = [
  {
    group: 'Lambda',
    name: 'invoke token-refresh by its alias',
    allowed: [CONNECT, INJECTOR, AUTHORIZER],
    requests: onFunction('InvokeFunction', REFRESH, ':live'),
  },
  {
    group: 'Lambda',
    name: 'invoke token-injector by its alias',
    allowed: [TRIAL, MCP],
    requests: onFunction('InvokeFunction', INJECTOR, ':live'),
  },
  ...([REFRESH, TICK, INJECTOR] as const).map((name) => ({
    group: 'Lambda',
    name: `invoke the new version of ${name}`,
    allowed: [CHECK] as FunctionName[],
    requests: onNewVersion(name),
  })),
  {
    group: 'CodeDeploy',
    name: 'report the result of a hook',
    allowed: [CHECK],
    requests: onDeploymentGroup('PutLifecycleEventHookExecutionStatus'),
  },
  ...['CreateDeployment', 'StopDeployment', 'UpdateDeploymentGroup'].map((action) =>
    nobody('CodeDeploy', action, onDeploymentGroup(action)),
  ),
  nobody('Lambda', 'invoke token-refresh', onFunction('InvokeFunction', REFRESH)),
  ...NOT_INVOKED.map((name) => nobody('Lambda', `invoke ${name}`, onFunction('InvokeFunction', name))),
  nobody('Lambda', 'invoke token-tick by its alias', onFunction('InvokeFunction', TICK, ':live')),
  nobody('Lambda', 'invoke a version of token-refresh', onFunction('InvokeFunction', REFRESH, ':1')),
  ...NEVER_ON_FUNCTION.map((action) => nobody('Lambda', action, onFunction(action, REFRESH))),
  nobody('Lambda', 'UpdateAlias', onFunction('UpdateAlias', REFRESH, ':live')),
  ...ELSEWHERE.map(([action, resource]) =>
    nobody('Anything else', action, () => [{ action, resource, context: {} }]),
  ),
];
