/**
 * What one tenant can make the alarms say, and what the platform makes them say. The use cases run, and CloudWatch is imitated.
 * Covers lib/operations, lib/functions/injector.ts, lib/functions/token-refresh.ts, lib/functions/token-authorizer.ts,
 * lib/functions/connect.ts, lib/http/http-alarms.ts, lib/storage/table-alarms.ts, src/broker/apps/whose-trouble.ts,
 * src/broker/refresh/refresh-metrics.ts, src/broker/inject/fresh-connection.ts, src/broker/inject/answer-injection.ts.
 */
import { describe, expect, it } from 'vitest';
import { type AwsMetric, type Happened, ringing } from './cloudwatch/ringing.ts';
import { linesOf } from './cloudwatch/stage-of-tenants.ts';
import { mainTableIn, settingsOf, stageTemplate, withEverything } from './stage-template.ts';

const prod = stageTemplate(withEverything(settingsOf('prod')));
const json = (status: number, body: object) => () => Response.json(body, { status });
const BAD_SECRET = json(400, { error: 'invalid_client' });
const DEAD = json(400, { error: 'invalid_grant' });
const DOWN = json(503, {});
const FINE = json(200, { access_token: 'fresh', token_type: 'bearer', expires_in: 14_400 });
const ONE = { workspaces: 1, connections: 30 };
const SEVERAL = { workspaces: 5, connections: 8 };

/** Which alarms ring in a stage whose ticks run. */
function rung(happened: Happened): string[] {
  const source = { stage: 'prod', function: 'token-tick' };
  const ticks = { namespace: 'Connections', name: 'TickRuns', dimensions: source, value: 5 };
  return ringing(prod, { ...happened, aws: [...(happened.aws ?? []), ticks] });
}

describe('a workspace’s own app', () => {
  it.each([
    ['with a bad secret', BAD_SECRET],
    ['whose grants all ended', DEAD],
    ['whose provider is down', DOWN],
  ])('%s rings nothing', async (_, answer) => {
    const lines = await linesOf({ app: 'own', ...ONE }, { answer });
    expect(rung({ lines })).toEqual([]);
    // Not because nothing happened.
    expect(lines['token-injector']?.length).toBe(60);
    expect(lines['token-injector']?.join()).toMatch(/temporarily_unavailable|reauthorization_required/);
  });

  it('at a slow endpoint rings nothing', async () => {
    const lines = await linesOf({ app: 'own', ...ONE }, { answer: FINE, takes: 6_000 });
    expect(rung({ lines })).toEqual([]);
    expect(lines['token-injector']?.join()).toContain('"durationMs":6000');
  });

  it('rings where the fault is ours: token-refresh cannot be invoked', async () => {
    const lines = await linesOf({ app: 'own', ...ONE }, { answer: FINE, isOutOfReach: true });
    expect(rung({ lines })).toEqual(['injection-objective', 'token-injector-unavailable']);
  });
});

describe('a verified app', () => {
  it('rings when its secret is refused in several workspaces', async () => {
    const lines = await linesOf({ app: 'verified', ...SEVERAL }, { answer: BAD_SECRET });
    expect(rung({ lines })).toEqual([
      'app-misconfigured',
      'injection-objective',
      'token-injector-unavailable',
    ]);
  });

  it('rings when its grants end in several workspaces, and not when all are of one', async () => {
    const all = await linesOf({ app: 'verified', ...SEVERAL }, { answer: DEAD });
    expect(rung({ lines: all })).toEqual(['dead-grants']);
    const one = await linesOf({ app: 'verified', ...ONE }, { answer: DEAD });
    expect(rung({ lines: one })).toEqual([]);
    expect(one['token-refresh']?.join()).toContain('"GrantsDead":1');
    // Own apps of other workspaces do not make several workspaces of it.
    const own = await linesOf({ app: 'own', ...SEVERAL }, { answer: DEAD });
    const both = Object.entries(one).map(([name, lines]) => [
      name,
      [...lines, ...(own[name as never] ?? [])],
    ]);
    expect(rung({ lines: Object.fromEntries(both) })).toEqual([]);
  });

  it('rings when its provider is slow, or down', async () => {
    const slow = await linesOf({ app: 'verified', ...SEVERAL }, { answer: FINE, takes: 6_000 });
    expect(rung({ lines: slow })).toEqual(['token-injector-slow']);
    const down = await linesOf({ app: 'verified', ...SEVERAL }, { answer: DOWN });
    expect(rung({ lines: down })).toEqual(['injection-objective', 'token-injector-unavailable']);
  });

  it('rings for a share of its calls only where there are enough calls to make one', async () => {
    const few = await linesOf({ app: 'verified', workspaces: 3, connections: 3 }, { answer: DOWN });
    expect(few['token-injector']?.length).toBe(18);
    expect(rung({ lines: few })).toEqual(['injection-objective']);
    const fewest = await linesOf({ app: 'verified', workspaces: 2, connections: 1 }, { answer: DOWN });
    expect(fewest['token-injector']?.join()).toContain('temporarily_unavailable');
    expect(rung({ lines: fewest })).toEqual([]);
  });

  it('rings nothing while it works, and is measured by its provider', async () => {
    const lines = await linesOf({ app: 'verified', ...SEVERAL }, { answer: FINE });
    expect(rung({ lines })).toEqual([]);
    const measured = Object.values(lines)
      .flat()
      .filter((line) => line.includes('"provider"') && line.includes('_aws'));
    expect(measured.length).toBeGreaterThan(0);
    const own = await linesOf({ app: 'own', ...SEVERAL }, { answer: FINE });
    expect(
      Object.values(own)
        .flat()
        .filter((line) => line.includes('"stage","provider"')),
    ).toEqual([]);
  });
});

describe('a redirect that names another issuer', () => {
  const refused = (workspaceId: string) =>
    JSON.stringify({ level: 'error', event: 'issuer_refused', workspaceId, provider: 'google' });

  it('rings from the third workspace on: a person can edit the address of their own consent', () => {
    const mine = Array.from({ length: 50 }, () => refused('acme'));
    expect(rung({ lines: { connect: mine } })).toEqual([]);
    const two = [...mine, refused('globex')];
    expect(rung({ lines: { connect: two } })).toEqual([]);
    const three = [...two, refused('initech')];
    expect(rung({ lines: { connect: three } })).toEqual(['issuer-refused']);
  });
});

describe('whoever comes without a valid token', () => {
  const ofAuthorizer = (name: string, value: number): AwsMetric => ({
    namespace: 'AWS/Lambda',
    name,
    dimensions: { FunctionName: prod.functionIds['token-authorizer'] },
    value,
  });
  const unauthorized = (count: number) =>
    Array(count).fill(JSON.stringify({ event: 'authorization', outcome: 'unauthorized' }));

  it('rings nothing at token-authorizer, which refuses by an error', () => {
    const aws = [ofAuthorizer('Errors', 1_000), ofAuthorizer('Invocations', 1_000)];
    expect(rung({ aws, lines: { 'token-authorizer': unauthorized(1_000) } })).toEqual([]);
    const failing = { aws, lines: { 'token-authorizer': unauthorized(990) } };
    expect(rung(failing)).toEqual(['injection-objective', 'token-authorizer-errors']);
  });
});

describe('a function', () => {
  const failed = (errors: number, invocations: number) =>
    Object.entries({ Errors: errors, Invocations: invocations }).map(
      ([name, value]): AwsMetric => ({
        namespace: 'AWS/Lambda',
        name,
        dimensions: { FunctionName: prod.functionIds.connect },
        value,
      }),
    );

  it('rings for one failed invocation in a hundred, from three on', () => {
    expect(rung({ aws: failed(4, 400) })).toEqual(['connect-errors']);
    expect(rung({ aws: failed(4, 401) })).toEqual([]);
    expect(rung({ aws: failed(2, 2) })).toEqual([]);
  });
});

describe('the HTTP API', () => {
  const line = (status: string, integrationStatus: string) => JSON.stringify({ status, integrationStatus });
  const count = (name: string, value: number): AwsMetric => ({
    namespace: 'AWS/ApiGateway',
    name,
    dimensions: { ApiId: apiId },
    value,
  });
  const [apiId = ''] =
    Object.entries(prod.resources).find(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Api') ?? [];

  it('rings nothing for a member whom functions refuse, and rings for a flood before them', () => {
    const aws = [count('Count', 5_000)];
    expect(rung({ aws, accessLog: Array(5_000).fill(line('404', '404')) })).toEqual([]);
    expect(rung({ aws, accessLog: Array(900).fill(line('401', '-')) })).toEqual([]);
    expect(rung({ aws, accessLog: Array(1_100).fill(line('401', '-')) })).toEqual(['api-refusing']);
    // In a stage with so many requests a thousand are one broken client.
    const large = [count('Count', 90_000)];
    expect(rung({ aws: large, accessLog: Array(1_100).fill(line('401', '-')) })).toEqual([]);
  });

  it('rings for one answer in a hundred that is 5xx', () => {
    expect(rung({ aws: [count('Count', 500), count('5xx', 5)] })).toEqual(['api-failing']);
    expect(rung({ aws: [count('Count', 5_000), count('5xx', 5)] })).toEqual([]);
    expect(rung({ aws: [count('Count', 4), count('5xx', 4)] })).toEqual([]);
  });
});

describe('a table', () => {
  const [TableName] = mainTableIn(prod);
  const throttled = (name: string, index?: string): AwsMetric => ({
    namespace: 'AWS/DynamoDB',
    name,
    dimensions: { TableName, ...(index && { GlobalSecondaryIndexName: index }) },
    value: 500,
  });

  it('rings for what refuses everybody, and not for the busy keys of one workspace', () => {
    const ones = [throttled('ReadKeyRangeThroughputThrottleEvents'), throttled('ReadThrottleEvents')];
    expect(rung({ aws: ones })).toEqual([]);
    expect(rung({ aws: [throttled('WriteKeyRangeThroughputThrottleEvents', 'account')] })).toEqual([]);
    for (const each of [
      throttled('ReadAccountLimitThrottleEvents'),
      throttled('WriteAccountLimitThrottleEvents', 'account'),
      throttled('WriteKeyRangeThroughputThrottleEvents', 'due'),
    ])
      expect(rung({ aws: [each] })).toEqual(['table-throttled-main']);
  });
});

describe('the account’s concurrency', () => {
  it('rings at four fifths of the quota', () => {
    const taken = (value: number) => [
      { namespace: 'AWS/Lambda', name: 'ClaimedAccountConcurrency', dimensions: {}, value },
    ];
    expect(rung({ aws: taken(799) })).toEqual([]);
    expect(rung({ aws: taken(800) })).toEqual(['account-concurrency']);
  });
});
