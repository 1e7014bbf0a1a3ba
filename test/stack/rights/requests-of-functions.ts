/** What the code of each function sends to its tables, request by request. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { callReads } from '../../../src/aws/calls-table/call-reads.ts';
import { toolCallStore } from '../../../src/aws/calls-table/tool-calls.ts';
import { sealedRows } from '../../../src/aws/sweeps/sealed-rows.ts';
import { restoringStore, sweepCursorStore } from '../../../src/aws/sweeps/sweep-cursors.ts';
import { actCounters } from '../../../src/aws/table/act-counters.ts';
import { activityStore } from '../../../src/aws/table/activity.ts';
import { connectionStore } from '../../../src/aws/table/connections.ts';
import { consentSessionStore } from '../../../src/aws/table/consent-sessions.ts';
import { dataKeyStore } from '../../../src/aws/table/data-keys.ts';
import { grantMarkStore } from '../../../src/aws/table/grant-marks.ts';
import { appPolicyStore, oauthAppStore } from '../../../src/aws/table/oauth-apps.ts';
import { peopleStore } from '../../../src/aws/table/people.ts';
import { placesStore } from '../../../src/aws/table/places.ts';
import { publicReads } from '../../../src/aws/table/public-reads.ts';
import { seenToolsStore } from '../../../src/aws/table/seen-tools.ts';
import { serverReads } from '../../../src/aws/table/server-reads.ts';
import { stepUpStore } from '../../../src/aws/table/step-ups.ts';
import { workspaceMarks } from '../../../src/aws/table/workspace-marks.ts';
import type { InjectPorts } from '../../../src/broker/inject/inject-ports.ts';
import { markOperation, noteRefused, noteReplay } from '../../../src/broker/inject/mark-operation.ts';
import { noteUse } from '../../../src/broker/inject/note-use.ts';
import type { FunctionName } from '../../../src/contract/environment.ts';
import type { Refusal } from '../../../src/contract/injection-messages.ts';
import { systemClock as clock } from '../../../src/system/clock.ts';
import { systemRandom as random } from '../../../src/system/random.ts';
import {
  activity,
  appPolicy,
  connection,
  consentSession,
  dataKey,
  oauthApp,
  put,
  sessionId,
  uuidV7,
} from '../../adapters/samples.ts';

export const CALLS = 'connections-calls';
/** What the stores send is kept and answered with nothing. */
export const client = new DynamoDBClient({ region: 'eu-central-1' });
const table = { client, tableName: 'connections' };
const callsTable = { client, tableName: CALLS };
const connections = connectionStore(table);
const sessions = consentSessionStore(table);
const apps = oauthAppStore(table);
const places = placesStore(table);
const dataKeys = dataKeyStore(table);
const toolCalls = toolCallStore(callsTable);
const calls = callReads(callsTable);
const reads = publicReads(table);

const key = { workspaceId: 'acme', connectionId: 'google' };
const session = { sessionId: sessionId('state') };
const app = { owner: 'acme', provider: 'google', version: 1 };
const ports = { connections, toolCalls, clock, random } as unknown as InjectPorts;
const operation = { id: uuidV7(1), kind: 'call', server: 'crm', tool: 'find' };
const CALLS_OF_DAY = { workspaceId: 'acme', day: '2026-11-24', bucket: 10 };
const REFUSAL = { reason: 'insufficient_scope', message: '', missingScopes: ['a.b'] } satisfies Refusal;
const checked = { ...key, key, request: { operation }, caller: undefined } as never;

const rows = sealedRows(table);
const cursors = sweepCursorStore(table);
const bytes = new Uint8Array(1);
const old = { destination: bytes, sealed: { sealedAccess: bytes, sealedRefresh: bytes } };
const verifier = { destination: bytes, sealed: { sealedVerifier: bytes } };
const secret = { destination: bytes, sealed: { seal: bytes, sealedSecret: bytes } };

const policies = appPolicyStore(table);
const marks = grantMarkStore(table);
const mark = { clientKey: sessionId('client'), kind: 'consent', id: uuidV7(1) } as const;
const MARKS: [string, () => Promise<unknown>][] = [
  ['mark a consent or a revocation', () => marks.change(mark, put({ until: 1, grant: 'hash' }))],
  ['what is under way', () => marks.since(mark, 0)],
  ['remove a mark', () => marks.delete(mark, {})],
];

const people = peopleStore(table);
const person = { workspaceId: 'acme', personId: sessionId('ada') };
const KNOWN = { issuer: 'https://idp.example', subject: 'ada', name: 'Ada', seenAt: 1 };

const stepUps = stepUpStore(table);
const stepUp = { ...key, serverId: 'crm' };
const STEP_UPS: [string, () => Promise<unknown>][] = [
  ['what a server asked for', () => stepUps.read(stepUp)],
  ['remember it', () => stepUps.change(stepUp, put({ revision: 1, asked: ['1/1/asked/admin'] }))],
];

const seenTools = seenToolsStore(table);
const seen = { workspaceId: 'acme', serverId: 'crm' };
const SEEN_TOOLS: [string, () => Promise<unknown>][] = [
  ['what was seen of tools', () => seenTools.read(seen)],
  ['remember tools', () => seenTools.change(seen, put({ revision: 1, seen: ['a/b'], approved: ['a/b'] }))],
];

/** Both forms of the injector. */
const INJECTION: [string, () => Promise<unknown>][] = [
  ['mark the operation', () => markOperation(ports, checked, ['mcp.example.com'])],
  ['note a replay', () => noteReplay(ports, checked)],
  ['note a refusal', () => noteRefused(ports, checked, REFUSAL)],
  ['read', () => connections.read(key)],
  ['note the use', () => noteUse(ports, key, connection)],
  ['newest data key', () => dataKeys.newest()],
  ['a data key', () => dataKeys.read({ version: 1 })],
];

/** Both functions that refresh: token-tick has the same code. */
const REFRESHING: [string, () => Promise<unknown>][] = [
  ...MARKS,
  ['what is due', () => connections.due(0, { before: 1, limit: 10 })],
  ['read', () => connections.read(key)],
  ['store', () => connections.change(key, put({ ...connection, sealedAccess: new Uint8Array(1) }))],
  ['who shares the account', () => connections.sharingAccount('hash')],
  ['app', () => apps.read(app)],
  ['newest app', () => apps.newest('acme', 'google')],
  ['places', () => places.read({ workspaceId: 'acme' })],
  [
    'take a place',
    () => places.change({ workspaceId: 'acme' }, put({ turn: 'a', place0: '1/a/acme/custom~crm/1' })),
  ],
  [
    'give a place back',
    () =>
      places.change(
        { workspaceId: 'acme' },
        { expect: { place0: { is: '1/a/b' } }, set: { place0: undefined }, writeId: 'b' },
      ),
  ],
  ['newest data key', () => dataKeys.newest()],
  ['a data key', () => dataKeys.read({ version: 1 })],
  ['activity', () => activityStore(table).change({ workspaceId: 'acme', id: uuidV7(1) }, put(activity))],
];

/** What each function sends to the table. Those that are left out send nothing. */
export const REQUESTS: Record<
  Exclude<
    FunctionName,
    'deployment-check' | 'oauth-callback' | 'server-trial' | 'mcp-endpoint' | 'mcp-sign-in'
  >,
  [string, () => Promise<unknown>][]
> = {
  'connections-api': [
    ['connections', () => reads.connections('acme')],
    ['connection', () => reads.connection(key)],
    ['oauthApps', () => reads.oauthApps('acme', 'google')],
    ['oauthAppsOf', () => reads.oauthAppsOf('acme')],
    ['servers', () => reads.servers('acme')],
    ['the choice of apps', () => reads.appPolicy('acme')],
    ['people', () => reads.people('acme')],
    ['tools that were seen', () => reads.seenTools(seen)],
    ['activity', () => reads.activity('acme', 5)],
    ['a call', () => calls.call({ workspaceId: 'acme', day: '2026-11-24', operationId: uuidV7(1) })],
    ['calls', () => calls.calls(CALLS_OF_DAY, { limit: 5 })],
    ['more calls', () => calls.calls(CALLS_OF_DAY, { limit: 5, before: uuidV7(1) })],
    ['names of calls', () => calls.names(CALLS_OF_DAY, { limit: 5 })],
  ],
  connect: [
    ['start', () => sessions.change(session, put(consentSession))],
    ['complete', () => sessions.read(session)],
    ['store', () => connections.change(key, put({ ...connection, sealedAccess: new Uint8Array(1) }))],
    ['read', () => connections.read(key)],
    ['list', () => connections.list('acme')],
    ['who shares the account', () => connections.sharingAccount('hash')],
    ['what a person is called', () => people.read(person)],
    ['keep a name', () => people.change(person, put(KNOWN))],
    ['erase a name', () => people.delete(person, {})],
    ['all people', () => people.of('acme')],
    ['mark a workspace', () => workspaceMarks(table).change({ workspaceId: 'acme' }, put({ deletedAt: 1 }))],
    ['read the mark', () => workspaceMarks(table).read({ workspaceId: 'acme' })],
    ['app', () => apps.read(app)],
    ['newest app', () => apps.newest('acme', 'google')],
    ['the choice of apps', () => policies.read({ workspaceId: 'acme' })],
    ['choose apps', () => policies.change({ workspaceId: 'acme' }, put(appPolicy))],
    ['put an app', () => apps.change(app, put(oauthApp))],
    ['delete an app', () => apps.delete(app, {})],
    ['newest data key', () => dataKeys.newest()],
    ['a data key', () => dataKeys.read({ version: 1 })],
    ['the first data key', () => dataKeys.change({ version: 1 }, put(dataKey))],
    ['activity', () => activityStore(table).change({ workspaceId: 'acme', id: uuidV7(1) }, put(activity))],
    [
      'count an act',
      () => actCounters(table).take({ counter: session.sessionId, window: 1 }, { limit: 1, forgetAt: 1 }),
    ],
    ['how many connections', () => reads.connections('acme')],
    ['how many apps', () => reads.oauthAppsOf('acme')],
    ['how many servers', () => reads.servers('acme')],
    ...MARKS,
    ...STEP_UPS,
    ...SEEN_TOOLS,
    ['all of whose tools were seen', () => seenTools.of('acme')],
    ['forget tools', () => seenTools.delete(seen, {})],
  ],
  'token-refresh': REFRESHING,
  'token-tick': REFRESHING,
  'token-injector': [
    ...INJECTION,
    ...STEP_UPS,
    ...SEEN_TOOLS,
    ['the mark of a workspace', () => workspaceMarks(table).read({ workspaceId: 'acme' })],
    [
      'a change of tools',
      () => activityStore(table).change({ workspaceId: 'acme', id: uuidV7(1) }, put(activity)),
    ],
    ['servers of the list', () => serverReads(table).servers('acme')],
    ['connections of the list', () => serverReads(table).uses('acme')],
  ],
  'rotate-data-key': [
    ['newest data key', () => dataKeys.newest()],
    ['a data key', () => dataKeys.read({ version: 1 })],
    ['the next data key', () => dataKeys.change({ version: 2 }, put(dataKey))],
    ['remove a data key', () => dataKeys.delete({ version: 1 }, { createdAt: { is: 1 } })],
    ['a page of everything sealed', () => rows.page({ segment: 0, segments: 8 })],
    ['the next page', () => rows.page({ segment: 1, segments: 8, after: { pk: 'conn#acme', sk: 'google' } })],
    ['where a sweep stands', () => cursors.read({ kind: 'reseal', segment: 7 })],
    ['store where it stands', () => cursors.change({ kind: 'reseal', segment: 7 }, put({ cursor: bytes }))],
    ['forget where it stands', () => cursors.delete({ kind: 'reseal', segment: 7 }, {})],
    ['whether rows come back', () => restoringStore(table).read({})],
    ['seal tokens anew', () => rows.replace({ type: 'connection', key, generation: 1, ...old }, old.sealed)],
    [
      'seal a verifier anew',
      () => rows.replace({ type: 'consentSession', key: session, ...verifier }, verifier.sealed),
    ],
    [
      'seal an app’s secret anew',
      () => rows.replace({ type: 'oauthApp', key: app, ...secret }, secret.sealed),
    ],
    [
      'seal a choice of apps anew',
      () =>
        rows.replace(
          { type: 'appPolicy', key: { workspaceId: 'acme' }, destination: bytes, sealed: { seal: bytes } },
          { seal: bytes },
        ),
    ],
    [
      'seal a server anew',
      () =>
        rows.replace(
          {
            type: 'server',
            key: { workspaceId: 'acme', serverId: 'crm' },
            destination: bytes,
            sealed: { seal: bytes },
          },
          { seal: bytes },
        ),
    ],
  ],
  'token-authorizer': INJECTION,
};
