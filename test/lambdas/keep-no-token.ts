/**
 * A process that refreshes, injects and disconnects as one warm function would, and then says how often each kind of its
 * secrets is left in its memory. It runs alone, with `--expose-gc`: what a test holds itself would be found too.
 * Prints JSON: the number of different secrets of each kind that exist on the heap once every invocation has ended.
 */
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { getHeapSnapshot } from 'node:v8';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { disconnect } from '../../src/broker/disconnect/disconnect.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { ProviderRequest } from '../../src/oauth/provider-fetch.ts';
import { openStage } from '../rows/stage.ts';
import { connectOwnApp } from '../setup/own-app-connection.ts';

const MINUTE = 60_000;
const KINDS = ['access', 'refresh'] as const;
const ROLES = new Map([['acme', 'admin' as const]]);
const ADA = { issuer: 'https://idp.example', subject: 'ada', roles: ROLES };

/** The provider keeps nothing either. */
const secret = (kind: (typeof KINDS)[number]) => `canary.${kind}.${randomBytes(16).toString('hex')}`;
const answers = async (_request: ProviderRequest) =>
  Response.json({
    access_token: secret('access'),
    refresh_token: secret('refresh'),
    token_type: 'Bearer',
    expires_in: 3_600,
  });

const stage = await openStage({ fetch: answers });
const { ports } = stage;
await putVerifiedApp(ports, { provider: 'github-app', clientId: 'client-verified-github-app' });
const key = { workspaceId: 'acme', connectionId: 'github-app' };
await connectOwnApp(ports, key);

async function invoke(): Promise<string> {
  const refreshed = await refreshConnection(ports, { key, deadline: stage.now() + MINUTE });
  const event = {
    version: '1',
    operation: {
      id: ports.random.uuidV7(stage.now()),
      kind: 'call',
      server: 'provider:github-app',
      tool: 'get',
    },
    workspaceId: 'acme',
  };
  const answer = await answerInjection({ ...ports, verifyCaller: undefined }, event);
  stage.advance(10 * MINUTE);
  return `${refreshed.outcome} ${answer.isAuthorized ? Object.keys(answer.context.headers) : answer.context.reason}`;
}

const outcomes: string[] = [];
for (let round = 0; round < 3; round++) outcomes.push(await invoke());
// With `--hold` it keeps one on purpose, so that a search that finds nothing means something.
const held: string[] = process.argv.includes('--hold') ? JSON.parse(`["${secret('access')}"]`) : [];
await disconnect(ports, { caller: ADA, key });
// The engine keeps the subject of the last match; an invocation's next match replaces it.
/x/.exec('x');
globalThis.gc?.();
const heap = await text(getHeapSnapshot());
const left = Object.fromEntries(
  KINDS.map((kind) => [kind, new Set(heap.match(new RegExp(`canary\\.${kind}\\.[0-9a-f]{32}`, 'g'))).size]),
);
console.log(JSON.stringify({ outcomes, left, held: held.length }));
