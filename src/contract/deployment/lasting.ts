/**
 * The resources that outlast every deployment. CloudFormation knows a resource by its logical id, which CDK derives from the ids
 * of the constructs around it: a template with another id has another resource, and a stage would begin again with an empty one.
 * So these ids never change. lib/lasting/ refuses a template in which they have, and ops/deploy/ a deployment that would replace
 * or remove one of them.
 */

/** `data`: it holds what nobody can make again. `address`: others have its address. `logs`: it only keeps what was logged. */
export type Held = 'data' | 'address' | 'logs';

/** What a stage must have for a resource to be there. */
export type ComesWith =
  | 'a table of its own'
  | 'a table of calls of its own'
  | 'a vault key of its own'
  | 'an alarm topic of its own'
  | 'a hosted dashboard'
  | 'a user pool of its own'
  | 'DNS records'
  | 'proxied servers'
  | 'an address for MCP clients'
  | 'canaries';

export interface LastingResource {
  /** Where it is below the construct `Connections`. */
  readonly path: string;
  readonly type: string;
  /** Its logical id in the stacks of this repository, where that construct is called `Connections`. */
  readonly id: string;
  readonly holds: Held;
  /** Absent: every stage has it. */
  readonly comesWith?: ComesWith;
}

const TABLE = 'AWS::DynamoDB::Table';
const KEY = 'AWS::KMS::Key';
const BUCKET = 'AWS::S3::Bucket';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const RECORD = 'AWS::Route53::RecordSet';

/** Types of which a stage has none beside those below: a new one must be added to the list, or the template is refused. */
export const LASTING_TYPES = [
  TABLE,
  'AWS::DynamoDB::GlobalTable',
  KEY,
  BUCKET,
  LOG_GROUP,
  RECORD,
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudFront::Distribution',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Events::EventBus',
  'AWS::SecretsManager::Secret',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
] as const;

export const LASTING: readonly LastingResource[] = [
  {
    path: 'Table/Table/Resource',
    type: TABLE,
    id: 'ConnectionsTable93C55591',
    holds: 'data',
    comesWith: 'a table of its own',
  },
  {
    path: 'Calls/Table/Resource',
    type: TABLE,
    id: 'ConnectionsCallsTable96EACE30',
    holds: 'data',
    comesWith: 'a table of calls of its own',
  },
  {
    path: 'VaultKey/Key/Resource',
    type: KEY,
    id: 'ConnectionsVaultKey6BF02CAD',
    holds: 'data',
    comesWith: 'a vault key of its own',
  },
  { path: 'CursorKey/Key/Resource', type: KEY, id: 'ConnectionsCursorKey2188AE77', holds: 'data' },
  {
    path: 'RotationEscrow/Bucket/Resource',
    type: BUCKET,
    id: 'ConnectionsRotationEscrowBucket336891AC',
    holds: 'data',
  },
  {
    path: 'Events/Bus/Resource',
    type: 'AWS::Events::EventBus',
    id: 'ConnectionsEventsBusA5BE2BE4',
    holds: 'address',
  },
  {
    path: 'HttpApi/Api/Resource',
    type: 'AWS::ApiGatewayV2::Api',
    id: 'ConnectionsHttpApiD76BA8FA',
    holds: 'address',
  },
  {
    path: 'SignIn/Pool/Resource',
    type: 'AWS::Cognito::UserPool',
    id: 'ConnectionsSignInPool756928F4',
    holds: 'data',
    comesWith: 'a user pool of its own',
  },
  {
    path: 'SignIn/Pool/Page/Resource',
    type: 'AWS::Cognito::UserPoolClient',
    id: 'ConnectionsSignInPoolPageF9692D95',
    holds: 'address',
    comesWith: 'a user pool of its own',
  },
  {
    path: 'SignIn/Pool/Domain/Resource',
    type: 'AWS::Cognito::UserPoolDomain',
    id: 'ConnectionsSignInPoolDomainA8BD57D7',
    holds: 'address',
    comesWith: 'a user pool of its own',
  },
  {
    path: 'token-injector/Function/Resource',
    type: 'AWS::Lambda::Function',
    id: 'ConnectionstokeninjectorFunctionF60972B3',
    holds: 'address',
  },
  {
    path: 'token-injector/Function/Live/Resource',
    type: 'AWS::Lambda::Alias',
    id: 'ConnectionstokeninjectorFunctionLive06FA487F',
    holds: 'address',
  },
  {
    path: 'Operations/AlarmTopic/Topic/Resource',
    type: 'AWS::SNS::Topic',
    id: 'ConnectionsOperationsAlarmTopic4A5EAA90',
    holds: 'address',
    comesWith: 'an alarm topic of its own',
  },
  {
    path: 'Operations/AlarmTopic/Key/Resource',
    type: KEY,
    id: 'ConnectionsOperationsAlarmTopicKeyD4EB66FC',
    holds: 'address',
    comesWith: 'an alarm topic of its own',
  },
  {
    path: 'Dashboard/Distribution/Resource',
    type: 'AWS::CloudFront::Distribution',
    id: 'ConnectionsDashboardDistribution7FB053D6',
    holds: 'address',
    comesWith: 'a hosted dashboard',
  },
  {
    path: 'Dashboard/Files/Bucket/Resource',
    type: BUCKET,
    id: 'ConnectionsDashboardFilesBucketCD43F9B9',
    holds: 'address',
    comesWith: 'a hosted dashboard',
  },
  {
    path: 'Dashboard/Ipv4/Resource',
    type: RECORD,
    id: 'ConnectionsDashboardIpv41E1DE64A',
    holds: 'address',
    comesWith: 'DNS records',
  },
  {
    path: 'Dashboard/Ipv6/Resource',
    type: RECORD,
    id: 'ConnectionsDashboardIpv669482BA7',
    holds: 'address',
    comesWith: 'DNS records',
  },
  {
    path: 'McpProxy/Api/Resource',
    type: 'AWS::ApiGateway::RestApi',
    id: 'ConnectionsMcpProxyApi55CFDE61',
    holds: 'address',
    comesWith: 'proxied servers',
  },
  {
    path: 'McpEndpoint/Api/Resource',
    type: 'AWS::ApiGateway::RestApi',
    id: 'ConnectionsMcpEndpointApi9562D7B7',
    holds: 'address',
    comesWith: 'an address for MCP clients',
  },
  logs('connections-api/Logs', 'ConnectionsconnectionsapiLogsE0CD17F1'),
  logs('connect/Logs', 'ConnectionsconnectLogsD316F4D0'),
  logs('oauth-callback/Logs', 'ConnectionsoauthcallbackLogsCC40DD75'),
  logs('token-refresh/Logs', 'ConnectionstokenrefreshLogsB90E22AE'),
  logs('token-tick/Logs', 'ConnectionstokentickLogsFCC9A2D5'),
  logs('token-injector/Logs', 'ConnectionstokeninjectorLogsDFABFF02'),
  logs('server-trial/Logs', 'ConnectionsservertrialLogs44DD4745'),
  logs('rotate-data-key/Logs', 'ConnectionsrotatedatakeyLogsEFC79328'),
  logs('token-authorizer/Logs', 'ConnectionstokenauthorizerLogs36E188B0', 'proxied servers'),
  logs('mcp-endpoint/Logs', 'ConnectionsmcpendpointLogsECE1AD6A', 'an address for MCP clients'),
  logs('mcp-sign-in/Logs', 'ConnectionsmcpsigninLogsB5648681', 'an address for MCP clients'),
  logs('deployment-check/Logs', 'ConnectionsdeploymentcheckLogs882AE9B5', 'canaries'),
  logs('HttpApi/AccessLogs', 'ConnectionsHttpApiAccessLogs4687C2C5'),
  logs('McpProxy/AccessLogs', 'ConnectionsMcpProxyAccessLogs22B293A2', 'proxied servers'),
  logs('McpEndpoint/AccessLogs', 'ConnectionsMcpEndpointAccessLogs3AD437F3', 'an address for MCP clients'),
  logs('Dashboard/Files/UploadLogs', 'ConnectionsDashboardFilesUploadLogsB27265DF', 'a hosted dashboard'),
];

function logs(construct: string, id: string, comesWith?: ComesWith): LastingResource {
  return {
    path: `${construct}/Resource`,
    type: LOG_GROUP,
    id,
    holds: 'logs',
    ...(comesWith && { comesWith }),
  };
}

/**
 * Of a resource that holds data or an address, a deployment must neither remove nor replace it. Log groups go with their
 * function, and what was logged is not lost by that in a stage that retains it.
 */
export const PROTECTED = LASTING.filter(({ holds }) => holds !== 'logs');
