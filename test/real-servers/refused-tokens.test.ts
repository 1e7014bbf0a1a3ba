/**
 * What servers that others wrote answer when their provider refuses the token. The answers are kept in
 * test/fixtures/refused-tokens.json, where test/client/is-rejected.test.ts reads them; `UPDATE_RECORDED=1` writes them anew.
 * Covers client/src/is-rejected.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRejectedByNotion, isRejectedByProvider, type RpcAnswer } from '../../client/src/index.ts';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { entryOf, FOLDER } from './servers.ts';
import { type Call, SPAWNING_CLIENTS, type Spawning } from './spawn-clients.ts';

const FIXTURE = new URL('../fixtures/refused-tokens.json', import.meta.url);
const [, spawnAndCall] = SPAWNING_CLIENTS[0] as (typeof SPAWNING_CLIENTS)[number];

/** Bodies of answers with status 401, as the providers send them. */
const APIS: Record<string, object | string> = {
  Notion: {
    object: 'error',
    status: 401,
    code: 'unauthorized',
    message: 'API token is invalid.',
    request_id: '00000000-0000-4000-8000-000000000000',
  },
  HubSpot: {
    status: 'error',
    message: 'Authentication credentials not found.',
    correlationId: '00000000-0000-4000-8000-000000000000',
    category: 'INVALID_AUTHENTICATION',
  },
  Google: {
    error: {
      code: 401,
      message: 'Request had invalid authentication credentials.',
      status: 'UNAUTHENTICATED',
    },
  },
  GitHub: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest', status: '401' },
  'a gateway': { message: 'Unauthorized' },
};

const SERVERS: Record<string, (origin: string) => { spawning: Spawning; call: Call; apis: string[] }> = {
  '@notionhq/notion-mcp-server': (origin) => ({
    spawning: {
      script: entryOf('@notionhq/notion-mcp-server'),
      env: { NOTION_TOKEN: 'secret_x', BASE_URL: origin },
    },
    call: { name: 'API-get-self', arguments: {} },
    apis: ['Notion'],
  }),
  '@hubspot/mcp-server': (origin) => ({
    spawning: {
      script: entryOf('@hubspot/mcp-server'),
      env: { PRIVATE_APP_ACCESS_TOKEN: 'x', BASE_URL_OVERRIDE: origin },
    },
    call: { name: 'hubspot-list-objects', arguments: { objectType: 'contacts' } },
    apis: ['HubSpot', 'a gateway'],
  }),
  '@hubspot/mcp-server, details': (origin) => ({
    spawning: {
      script: entryOf('@hubspot/mcp-server'),
      env: { PRIVATE_APP_ACCESS_TOKEN: 'x', BASE_URL_OVERRIDE: origin },
    },
    call: { name: 'hubspot-get-user-details', arguments: {} },
    apis: ['HubSpot'],
  }),
  '@ivotoby/openapi-mcp-server': (origin) => ({
    spawning: {
      script: entryOf('@ivotoby/openapi-mcp-server'),
      env: {
        API_HEADERS: 'Authorization:Bearer x',
        API_BASE_URL: origin,
        OPENAPI_SPEC_PATH: `${FOLDER}notes-openapi.json`,
      },
    },
    call: { name: 'read-note', arguments: { id: 'mine' } },
    apis: Object.keys(APIS),
  }),
};

let origin: string;
let close: () => Promise<void>;
let body: unknown;
beforeAll(async () => {
  ({ origin, close } = await listenOnLoopback(0, () => (_request, response) => {
    response.writeHead(401, 'Unauthorized', { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }));
});
afterAll(() => close?.());

interface Recorded {
  server: string;
  api: string;
  answer: RpcAnswer;
}

async function record(): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  for (const [name, of] of Object.entries(SERVERS)) {
    const { spawning, call, apis } = of(origin);
    for (const api of apis) {
      body = APIS[api];
      const answer = await answerOf(spawning, call);
      recorded.push({ server: name.split(',')[0] as string, api, answer: scrubbed(answer) });
    }
  }
  return recorded;
}

async function answerOf(spawning: Spawning, call: Call): Promise<RpcAnswer> {
  try {
    return { result: await spawnAndCall(spawning, call) };
  } catch (error) {
    const { code, message, data } = error as { code?: number; message: string; data?: unknown };
    return { error: { code, message, data } };
  }
}

/** Without the port of this run and the folder of this machine. */
function scrubbed(answer: RpcAnswer): RpcAnswer {
  const text = JSON.stringify(answer)
    .replaceAll(origin, 'https://api.example')
    .replaceAll(FOLDER, '/servers/');
  return JSON.parse(text);
}

it('T236: each answer of a server to a 401 of its provider is known, and is the one that was recorded', async () => {
  const recorded = await record();
  if (process.env.UPDATE_RECORDED) writeFileSync(FIXTURE, `${JSON.stringify(recorded, null, 2)}\n`);
  for (const { server, api, answer } of recorded) {
    // Notion's own server says it as a success, which only the predicate for it looks at.
    const isRejected = server === '@notionhq/notion-mcp-server' ? isRejectedByNotion : isRejectedByProvider;
    expect([server, api, isRejected(answer, {})]).toEqual([server, api, true]);
  }
  expect(recorded).toEqual(JSON.parse(readFileSync(FIXTURE, 'utf8')));
});
