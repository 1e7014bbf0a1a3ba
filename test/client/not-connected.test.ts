/** Covers client/src/not-connected-answer.ts. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { UrlElicitationRequiredError } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  connectAction,
  injectingFetch,
  type NotConnectedInput,
  notConnectedAnswer,
  type Refusal,
  verifyRequestState,
} from '../../client/src/index.ts';
import { ADA_AT_DEMO, startWorld, type World } from '../journeys/world.ts';
import { STATE, startLegacyGateway, startModernGateway } from './gateway-servers.ts';
import { CLIENTS, textOf } from './mcp-clients.ts';
import { type WorldRuntime, worldRuntime } from './world-runtime.ts';

const URL_CAPABILITY = { elicitation: { url: {} } };
const INFO = { name: 'test', version: '1' };

describe('a workspace that has not connected yet', () => {
  let world: World;
  let ada: WorldRuntime;
  beforeAll(async () => {
    world = await startWorld();
    ada = worldRuntime(world, 'ada');
  });
  beforeEach(async () => {
    await world.ada.disconnect('acme', 'demo');
  });
  afterAll(async () => {
    ada.close();
    await world.close();
  });

  const connectUrl = () => `${world.environment.urls.dashboard}/?connect=demo&workspace=acme&server=`;
  async function callNotes(): Promise<string> {
    const { injector } = ada;
    const [, connect] = CLIENTS[0] as (typeof CLIENTS)[number];
    const fetch = injectingFetch({ injector, workspaceId: 'acme', server: 'demo-notes' });
    const client = await connect(world.environment.urls.notesMcp, fetch);
    try {
      return textOf(await client.callTool({ name: 'list_notes' }));
    } finally {
      await client.close();
    }
  }

  async function modernClient(answerQuestion?: (url: string) => Promise<'accept' | 'decline' | 'cancel'>) {
    const gateway = await startModernGateway(callNotes);
    const capabilities = answerQuestion ? URL_CAPABILITY : {};
    const client = new Client(INFO, { capabilities, versionNegotiation: { mode: 'auto' } });
    if (answerQuestion)
      client.setRequestHandler('elicitation/create', async ({ params }) => ({
        action: await answerQuestion((params as { url: string }).url),
      }));
    await client.connect(new StreamableHTTPClientTransport(new URL(gateway.url)));
    onTestFinished(() => client.close());
    expect(client.getProtocolEra()).toBe('modern');
    return { client, gateway };
  }

  it('T030: in 2026-07-28 is asked to open our page, and the repeated call succeeds once somebody has connected', async () => {
    const asked: string[] = [];
    const { client, gateway } = await modernClient(async (url) => {
      asked.push(url);
      await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
      return 'accept';
    });
    expect(textOf(await client.callTool({ name: 'list_notes' }))).toContain(ADA_AT_DEMO);
    expect(asked).toEqual([expect.stringContaining(connectUrl())]);
    expect(gateway.states).toEqual(['true']);
  });

  it('in 2026-07-28 is asked again when "accept" was said and nothing was done', async () => {
    let rounds = 0;
    const { client, gateway } = await modernClient(async () => {
      rounds += 1;
      if (rounds === 3) await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
      return 'accept';
    });
    expect(textOf(await client.callTool({ name: 'list_notes' }))).toContain(ADA_AT_DEMO);
    expect(rounds).toBe(3);
    expect(gateway.states).toEqual(['true', 'true', 'true']);
  });

  it.each(['decline', 'cancel'] as const)('in 2026-07-28 is not asked again after %s', async (action) => {
    let rounds = 0;
    const { client } = await modernClient(async () => {
      rounds += 1;
      return action;
    });
    const result = await client.callTool({ name: 'list_notes' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('chose not to connect');
    expect(rounds).toBe(1);
  });

  it('in 2026-07-28 without the capability reads where to connect', async () => {
    const { client } = await modernClient();
    const result = await client.callTool({ name: 'list_notes' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(connectUrl());
  });

  async function legacyClient(capabilities: object) {
    const gateway = await startLegacyGateway(callNotes);
    const client = new OldClient(INFO, { capabilities });
    await client.connect(new OldTransport(new URL(gateway.url)));
    onTestFinished(() => client.close());
    return client;
  }

  it('T030: in 2025-11-25 gets the error that names our page', async () => {
    const client = await legacyClient(URL_CAPABILITY);
    const error = await client.callTool({ name: 'list_notes' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UrlElicitationRequiredError);
    expect(error).toMatchObject({ code: -32042 });
    expect((error as UrlElicitationRequiredError).elicitations).toEqual([
      {
        mode: 'url',
        url: expect.stringContaining(connectUrl()),
        elicitationId: expect.any(String),
        message: expect.any(String),
      },
    ]);
    await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
    expect(textOf(await client.callTool({ name: 'list_notes' }))).toContain(ADA_AT_DEMO);
  });

  it.each([{}, { elicitation: {} }, { elicitation: { form: {} } }])(
    'in 2025-11-25 with %j reads where to connect',
    async (capabilities) => {
      const client = await legacyClient(capabilities);
      const result = await client.callTool({ name: 'list_notes' });
      expect(result.isError).toBe(true);
      expect(textOf(result)).toContain(connectUrl());
    },
  );
});

describe('the answer', () => {
  const url = 'https://dash.example/?connect=demo&workspace=acme';
  const refusal: Refusal = { reason: 'not_connected', message: 'Not connected.', connectUrl: url };
  const modern = (more: object = {}): NotConnectedInput => ({
    refusal,
    era: 'modern',
    clientCapabilities: URL_CAPABILITY,
    state: STATE,
    ...more,
  });

  it('has the exact shape of 2026-07-28', () => {
    const answer = notConnectedAnswer(modern());
    expect(answer).toEqual({
      kind: 'input_required',
      result: {
        resultType: 'input_required',
        inputRequests: {
          connect: { method: 'elicitation/create', params: { mode: 'url', url, message: 'Not connected.' } },
        },
        requestState: expect.any(String),
      },
    });
    if (answer.kind !== 'input_required') throw new Error(answer.kind);
    expect(verifyRequestState(STATE, answer.result.requestState, STATE).valid).toBe(true);
    expect(JSON.stringify(answer)).not.toContain('ada');
  });

  it('has the exact shape of 2025-11-25', () => {
    const input = {
      refusal,
      era: 'legacy',
      clientCapabilities: URL_CAPABILITY,
      elicitationId: 'e-1',
    } as const;
    expect(notConnectedAnswer(input)).toEqual({
      kind: 'error',
      error: {
        code: -32042,
        message: 'Not connected.',
        data: { elicitations: [{ mode: 'url', elicitationId: 'e-1', url, message: 'Not connected.' }] },
      },
    });
    const ids = [1, 2].map(() => JSON.stringify(notConnectedAnswer({ ...input, elicitationId: undefined })));
    expect(ids[0]).not.toBe(ids[1]);
  });

  it.each(['modern', 'legacy'] as const)('is a failed tool result for what no page mends (%s)', (era) => {
    for (const reason of ['temporarily_unavailable', 'unknown_server', 'caller_not_authorized'] as const) {
      const input = modern({ era, refusal: { reason, message: 'Try later.' } });
      expect(notConnectedAnswer(input)).toEqual({
        kind: 'tool_result',
        result: {
          content: [{ type: 'text', text: 'Try later.' }],
          isError: true,
          ...(era === 'modern' && { resultType: 'complete' }),
        },
      });
    }
  });

  it.each(['http://dash.example/', 'javascript:alert(1)', 'https://u:p@dash.example/', 'dash'])(
    'T030: never names %s',
    (connectUrl) => {
      const answer = notConnectedAnswer(modern({ refusal: { ...refusal, connectUrl } }));
      expect(answer.kind).toBe('tool_result');
      expect(JSON.stringify(answer)).not.toContain(connectUrl);
    },
  );

  it.each([
    null,
    5,
    'x',
    [],
    {},
    { elicitation: null },
    { elicitation: true },
    { elicitation: { url: true } },
  ])('takes capabilities of %j for none', (clientCapabilities) => {
    expect(notConnectedAnswer(modern({ clientCapabilities })).kind).toBe('tool_result');
  });

  it.each<[unknown, string]>([
    [undefined, 'absent'],
    [null, 'absent'],
    [{}, 'absent'],
    [{ connect: null }, 'absent'],
    [{ connect: { action: 'other' } }, 'absent'],
    [{ other: { action: 'accept' } }, 'absent'],
    [{ connect: { action: 'accept' } }, 'accept'],
    [{ connect: { action: 'decline' } }, 'decline'],
    [{ connect: { action: 'cancel' } }, 'cancel'],
  ])('to %j was %s', (responses, action) => {
    expect(connectAction(responses)).toBe(action);
  });
});
