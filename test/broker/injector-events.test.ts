/**
 * Any event at all at the injector's door: an answer of the contract, never an exception, and a token for nobody but a
 * member of its workspace. `FUZZ_EVENTS=1000000 npx vitest run test/broker/injector-events.test.ts` is the long run.
 * Covers src/broker/inject, src/broker/servers/find-server.ts, src/broker/servers/custom-api.ts,
 * src/broker/servers/allowed-hosts.ts.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { FileKeyWrapper } from '../../local/file-key-wrapper.ts';
import { openVault } from '../../src/aws/open-vault.ts';
import { Problem } from '../../src/broker/errors.ts';
import { answerRuntime, type RuntimePorts } from '../../src/broker/inject/answer-runtime.ts';
import { cachedServers } from '../../src/broker/servers/own-servers.ts';
import { CheckAnswer, InjectionAnswer, ServersAnswer } from '../../src/contract/injection-answers.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { systemRandom } from '../../src/system/random.ts';
import { connection, put } from '../adapters/samples.ts';
import { memoryStores } from '../memory/memory-stores.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';

const EVENTS = Number(process.env.FUZZ_EVENTS ?? 4_000);
const NOW = Date.UTC(2026, 10, 25);
const TOKENS: Record<string, string> = { acme: 'tok-acme-4f1c', globex: 'tok-globex-77ab' };
const PROVIDERS = ['google', 'github', 'custom~crm'];

const stateDir = mkdtempSync(join(tmpdir(), 'connections-events-'));
const clock = { now: () => NOW, sleep: async () => undefined };
const silent = () => undefined;
let ports: RuntimePorts;

beforeAll(async () => {
  const { dataKeys, serverRecords, ...stores } = memoryStores();
  const vault = openVault({
    environment: 'test',
    wrapper: new FileKeyWrapper(join(stateDir, 'master-key')),
    dataKeys,
    clock,
    random: systemRandom,
    mayCreateFirst: true,
  });
  const seal = await vault.sealer();
  for (const [workspaceId, token] of Object.entries(TOKENS))
    for (const provider of PROVIDERS) {
      const key = { workspaceId, connectionId: provider };
      const apiHosts = ['crm.customer.example'];
      await stores.connections.change(
        key,
        put(
          sealedConnection(
            seal,
            key,
            { ...connection, provider, apiHosts, accessExpiresAt: NOW + 3_600_000 },
            { access: token },
          ),
        ),
      );
    }
  ports = {
    ...stores,
    servers: registeredServers(CATALOGUE, []),
    ownServers: cachedServers(serverRecords, vault, clock),
    serverReads: { servers: async () => [], uses: (workspaceId) => stores.connections.list(workspaceId) },
    refresher: { refresh: async () => ({ outcome: 'failing', retryAt: NOW + 5_000 }) },
    vault,
    clock,
    random: systemRandom,
    log: { info: silent, warn: silent, error: silent },
    settings: { dashboardUrl: 'https://dashboard.example' },
    verifyCaller: async (token) => {
      const [subject = '', workspace = ''] = token.split('@');
      if (subject === 'no-keys') throw new Problem('temporarily_unavailable');
      if (!workspace) throw new Error('forged');
      return { issuer: 'i', subject, roles: new Map([[workspace, 'member']]) };
    },
  };
});
afterAll(() => rmSync(stateDir, { recursive: true }));

const hostile = fc.constantFrom<unknown>(
  undefined,
  null,
  0,
  -1,
  1e308,
  Number.NaN,
  true,
  '',
  ' ',
  '#',
  '/',
  '..',
  '%2e',
  'acme\u0000',
  'acme\r\nX: y',
  'ａcme',
  'ACME',
  '__proto__',
  'constructor',
  'toString',
  'provider:',
  'provider:custom~',
  'provider:__proto__',
  '{accessToken}',
  'x'.repeat(10_000),
  [],
  {},
  [[]],
  { toString: null },
  JSON.parse('{"__proto__":{"a":1}}'),
);
/** Mostly what is right, so that the deeper checks are reached. */
const mostly = <T>(...right: T[]) =>
  fc.oneof({ weight: 15, arbitrary: fc.constantFrom<unknown>(...right) }, { weight: 1, arbitrary: hostile });
const sometimes = (arbitrary: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const id = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined).map(() => systemRandom.uuidV7(NOW)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 ** 47 }).map((time) => systemRandom.uuidV7(time)) },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: hostile },
);
const operation = fc.record({
  id,
  kind: mostly('call', 'call', 'discovery'),
  server: mostly(
    'provider:google',
    'provider:github',
    'github-mcp',
    'provider:custom~crm',
    'google-gmail',
    'own',
  ),
  tool: mostly('list', 'send_email'),
  host: sometimes(mostly('www.googleapis.com', 'api.github.com', 'crm.customer.example', 'evil.example')),
});
const member = fc.constantFrom(['acme', 'ada@acme'], ['globex', 'mallory@globex'], ['acme', 'bob@acme']);
const anybody = fc.tuple(
  mostly('acme', 'globex', 'initech'),
  mostly('ada@acme', 'mallory@globex', 'forged', 'no-keys@acme', undefined),
);
const asked = fc.oneof({ weight: 2, arbitrary: member }, { weight: 1, arbitrary: anybody });
const version = mostly('1');
/** Who asks for which workspace, beside what is asked. */
const by = (what: fc.Arbitrary<object>) =>
  fc
    .tuple(asked, what)
    .map(([[workspaceId, callerToken], rest]) => ({ ...rest, workspaceId, callerToken }) as object);
const injection = by(
  fc.record({
    version,
    operation: fc.oneof({ weight: 9, arbitrary: operation }, { weight: 1, arbitrary: hostile }),
    connectionId: sometimes(mostly('google', 'google~sales', 'github')),
    scopes: sometimes(fc.array(mostly('mail', 'calendar'), { maxLength: 3 })),
    rejectedGeneration: sometimes(mostly(0, 2, 3, 4, 1)),
  }),
);
const check = by(
  fc.record({
    version,
    check: fc.oneof(fc.array(mostly('provider:google', 'github-mcp', 'nosuch'), { maxLength: 4 }), hostile),
  }),
);
const servers = by(fc.record({ version, servers: mostly(true) }));
const withMore = fc
  .tuple(
    fc.oneof(injection, check, servers),
    fc.constantFrom('token', 'url', 'headers', '__proto__', 'check', 'servers'),
    hostile,
  )
  .map(([event, name, value]) => ({ ...event, [name]: value }));
const event = fc.oneof(
  { weight: 6, arbitrary: injection },
  { weight: 2, arbitrary: check },
  { weight: 1, arbitrary: servers },
  { weight: 1, arbitrary: withMore },
  { weight: 1, arbitrary: fc.anything({ withNullPrototype: true, withBigInt: true }) },
);

it(
  'T056 T059 T137 T140 T173 T176: every event gets an answer of the contract, and no token leaves its workspace',
  async () => {
    let injected = 0;
    let ready = 0;
    await fc.assert(
      fc.asyncProperty(event, async (each) => {
        const answer = await answerRuntime(ports, each);
        const text = JSON.stringify(answer);
        if ('isAuthorized' in answer && answer.isAuthorized) {
          injected++;
          const { workspaceId, callerToken, operation } = each as Record<string, string>;
          expect(String(callerToken).split('@')[1]).toBe(workspaceId);
          const { host } = operation as unknown as { host?: string };
          if (host !== undefined) expect(answer.context.allowedHosts).toContain(host);
          InjectionAnswer.parse(answer);
          for (const [workspace, token] of Object.entries(TOKENS))
            expect(text.includes(token), workspace).toBe(workspace === workspaceId);
          // T137: the same id once more.
          expect(await answerRuntime(ports, each)).toMatchObject({
            context: { reason: 'tool_call_replayed' },
          });
        } else {
          z.union([CheckAnswer, ServersAnswer]).parse(answer);
          if (text.includes('"ready":true')) ready++;
          for (const token of Object.values(TOKENS)) expect(text).not.toContain(token);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: EVENTS },
    );
    // Else it would have proved nothing.
    expect(injected).toBeGreaterThan(EVENTS / 100);
    expect(ready).toBeGreaterThan(EVENTS / 100);
  },
  Math.max(20_000, EVENTS * 5),
);
