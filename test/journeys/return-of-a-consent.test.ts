/**
 * What a completion makes of a provider's answer: in which order it judges, and that only the starter ends the session.
 * Covers src/broker/connect/complete-connect.ts, src/broker/connect/judge-return.ts,
 * src/broker/connect/session-codes.ts, src/broker/connect/same-answer.ts, src/broker/parts-hash.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import type { Completed } from '../../src/broker/connect/complete-with-code.ts';
import type { CompleteInput } from '../../src/broker/connect/consent-flow.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { Secret } from '../../src/vault/secret.ts';
import { grantProvider } from '../prove/grant-provider.ts';
import { ADA, MALLORY } from '../rows/furnish-world.ts';
import { openStage, type Stage } from '../rows/stage.ts';
import { returnedConsent } from '../setup/returned-consent.ts';

const PATH = { provider: 'box', owner: 'verified' };
const STARTED = { status: 'started' };
let provider: ReturnType<typeof grantProvider>;
let stage: Stage;
let sent: string[];
let ports: Ports;
beforeEach(async () => {
  provider = grantProvider('token');
  sent = [];
  stage = await openStage({
    fetch: async (request) => {
      const form = new URLSearchParams(request.body ?? '');
      if (form.has('code')) sent.push(form.get('code') ?? '');
      return provider.fetch(request);
    },
  });
  ({ ports } = stage);
  await putVerifiedApp(ports, { provider: 'box', clientId: 'client-verified-box' });
});

async function started() {
  const opened = await startConnect(ports, { caller: ADA, workspaceId: 'acme', provider: 'box' });
  const answer = (parameters: Record<string, string>, more: Partial<CompleteInput> = {}): CompleteInput => ({
    caller: ADA,
    workspaceId: 'acme',
    ...returnedConsent(opened, PATH, parameters),
    ...more,
  });
  const session = () => ports.sessions.read({ sessionId: opened.id });
  return { opened, answer, session };
}

const complete = (input: CompleteInput, over: Ports = ports) => completeConnect(over, input);
const codeOf = (completed: Promise<Completed>) =>
  completed.then(
    () => 'connected',
    ({ code }) => code,
  );

describe('an answer that fails a check leaves the session open for the honest one', () => {
  const noRole: Caller = { ...ADA, roles: new Map() };
  it.each<[string, (good: CompleteInput) => Partial<CompleteInput>, string]>([
    [
      'T002: another state',
      () => ({ query: query({ code: 'c', state: 'A'.repeat(43) }) }),
      'connect_session_not_found',
    ],
    ['T002: another session', () => ({ sessionId: 'A'.repeat(43) }), 'connect_session_not_found'],
    ['T005: neither code nor error', (good) => ({ query: without(good, 'code') }), 'invalid_request'],
    ['code and error', (good) => ({ query: added(good, 'error', 'access_denied') }), 'invalid_request'],
    ['T042: tokens', (good) => ({ query: added(good, 'access_token', 't') }), 'invalid_request'],
    [
      'T031 T095: another secret',
      () => ({ completionSecret: new Secret('A'.repeat(43)) }),
      'connect_session_not_found',
    ],
    [
      'T046: another secret, without a role',
      () => ({ caller: noRole, completionSecret: new Secret('x') }),
      'not_found',
    ],
    ['T024: another workspace of the starter', () => ({ workspaceId: 'globex' }), 'initiator_mismatch'],
    ['T013 T014: another provider’s path', () => ({ provider: 'google' }), 'authorization_response_mismatch'],
    ['T019: another owner’s path', () => ({ owner: 'acme' }), 'authorization_response_mismatch'],
    [
      'T015: another issuer',
      (good) => ({ query: added(good, 'iss', 'https://evil.example') }),
      'authorization_response_mismatch',
    ],
  ])('%s', async (_title, spoil, problem) => {
    const { answer, session } = await started();
    const good = answer({ code: provider.code() });
    const both = { ...ADA, roles: new Map([...ADA.roles, ['globex', 'member'] as const]) };
    const spoilt = { ...good, caller: both, ...spoil(good) };
    expect(await codeOf(complete(spoilt))).toBe(problem);
    expect([await session(), sent]).toMatchObject([STARTED, []]);
    expect(await codeOf(complete(good))).toBe('connected');
  });

  it('T035 T036: an error that came to another redirect URI, or from another issuer, ends nothing', async () => {
    const { answer, session } = await started();
    for (const spoilt of [
      answer({ error: 'access_denied' }, { owner: 'acme' }),
      answer({ error: 'access_denied', iss: 'https://evil.example' }),
      answer({ error: 'access_denied' }, { completionSecret: new Secret('A'.repeat(43)) }),
      answer({ error: 'access_denied' }, { caller: MALLORY, workspaceId: 'globex' }),
    ])
      await codeOf(complete(spoilt));
    expect(await session()).toMatchObject(STARTED);
    expect(await codeOf(complete(answer({ code: provider.code() })))).toBe('connected');
  });

  it('judges person, secret, time, redirect URI and issuer in this order', async () => {
    const { answer } = await started();
    const all = answer(
      { code: 'c', iss: 'https://evil.example' },
      { caller: MALLORY, workspaceId: 'globex', completionSecret: new Secret('x'), owner: 'acme' },
    );
    stage.advance(LIMITS.consentSession);
    const found = [await codeOf(complete(all))];
    found.push(await codeOf(complete({ ...all, caller: ADA, workspaceId: 'acme' })));
    const { completionSecret } = answer({ code: 'c' });
    found.push(await codeOf(complete({ ...all, caller: ADA, workspaceId: 'acme', completionSecret })));
    stage.advance(-LIMITS.consentSession);
    found.push(await codeOf(complete({ ...all, caller: ADA, workspaceId: 'acme', completionSecret })));
    expect(found).toEqual([
      'initiator_mismatch',
      'connect_session_not_found',
      'connect_session_expired',
      'authorization_response_mismatch',
    ]);
  });
});

describe('a code that another signed-in person brought', () => {
  it('T024 T027: is exchanged for nobody, in whatever order, and the starter’s own code still is', async () => {
    const { answer, session } = await started();
    const stolen = provider.code();
    const asMallory = answer({ code: stolen }, { caller: MALLORY, workspaceId: 'globex' });
    expect(await codeOf(complete(asMallory))).toBe('initiator_mismatch');
    expect(await codeOf(complete(answer({ code: stolen })))).toBe('initiator_mismatch');
    expect([await session(), sent]).toMatchObject([STARTED, []]);
    expect(JSON.stringify(await session())).not.toContain(stolen);
    expect(await codeOf(complete(answer({ code: provider.code() })))).toBe('connected');
  });

  it('T024: is told once in the activity of the session’s workspace, by whom', async () => {
    const { answer } = await started();
    const asMallory = answer({ code: 'stolen' }, { caller: MALLORY, workspaceId: 'globex' });
    for (let turn = 0; turn < 3; turn++) await codeOf(complete(asMallory));
    const { items } = await ports.reads.activity('acme', 50);
    const told = items.filter(({ type }) => type === 'initiator_mismatch');
    expect(told.map(({ actor }) => actor)).toEqual([MALLORY.subject]);
  });

  it('is remembered eight times at most, and a full list keeps no starter out', async () => {
    const { answer, session } = await started();
    for (let at = 0; at < 20; at++)
      await codeOf(complete(answer({ code: `junk-${at}` }, { caller: MALLORY, workspaceId: 'globex' })));
    expect((await session())?.codes).toHaveLength(LIMITS.spentCodes);
    for (let at = 0; at < LIMITS.spentCodes; at++)
      expect(await codeOf(complete(answer({ code: `junk-${at}` })))).toBe('initiator_mismatch');
    expect(sent).toEqual([]);
    expect(await codeOf(complete(answer({ code: provider.code() })))).toBe('connected');
  });

  it.each(['before', 'after'])(
    'T024: stays noted, however many codes one other person brings %s it, and whatever the starter spends',
    async (when) => {
      const { answer, session } = await started();
      const stolen = provider.code();
      const flood = async () => {
        for (let at = 0; at < 20; at++)
          await codeOf(complete(answer({ code: `junk-${at}` }, { caller: MALLORY, workspaceId: 'globex' })));
      };
      const lured = { ...ADA, subject: 'bob' };
      if (when === 'before') await flood();
      expect(await codeOf(complete(answer({ code: stolen }, { caller: lured })))).toBe('initiator_mismatch');
      if (when === 'after') await flood();
      for (const code of ['own-1', 'own-2']) await codeOf(complete(answer({ code })));
      expect(await codeOf(complete(answer({ code: stolen })))).toBe('initiator_mismatch');
      expect(sent).toEqual(['own-1', 'own-2']);
      expect((await session())?.codes?.length).toBeLessThanOrEqual(LIMITS.spentCodes + LIMITS.codeExchanges);
    },
  );

  it('T046: from a person without a role in the workspace of the path is spent, and looks like no workspace', async () => {
    const { answer } = await started();
    const stolen = provider.code();
    expect(await codeOf(complete(answer({ code: stolen }, { caller: MALLORY })))).toBe('not_found');
    expect(await codeOf(complete(answer({ code: stolen })))).toBe('initiator_mismatch');
  });

  it('the starter is one person of one issuer', async () => {
    const { answer } = await started();
    const impostor = { ...ADA, issuer: 'https://other-issuer.example' };
    const code = provider.code();
    expect(await codeOf(complete(answer({ code }, { caller: impostor })))).toBe('initiator_mismatch');
    expect(await codeOf(complete(answer({ code })))).toBe('initiator_mismatch');
    expect(sent).toEqual([]);
  });
});

describe('a code that the provider refuses', () => {
  it('T037: ends that code and not the session; the same code again is not sent again', async () => {
    const { answer, session } = await started();
    expect(await codeOf(complete(answer({ code: 'junk' })))).toBe('provider_rejected');
    expect(await codeOf(complete(answer({ code: 'junk' })))).toBe('provider_rejected');
    expect([await session(), sent]).toMatchObject([STARTED, ['junk']]);
    expect((await session())?.sealedVerifier).toBeDefined();
    expect(await codeOf(complete(answer({ code: provider.code() })))).toBe('connected');
  });

  it('T008: after three exchanges the session is over and its verifier is gone', async () => {
    const { answer, session } = await started();
    for (const code of ['junk-1', 'junk-2', 'junk-3'])
      expect(await codeOf(complete(answer({ code })))).toBe('provider_rejected');
    expect(await session()).toMatchObject({ status: 'ended' });
    expect((await session())?.sealedVerifier).toBeUndefined();
    expect(await codeOf(complete(answer({ code: provider.code() })))).toBe('connect_session_not_found');
    expect(sent).toEqual(['junk-1', 'junk-2', 'junk-3']);
  });

  it('the third exchange may still connect', async () => {
    const { answer } = await started();
    for (const code of ['junk-1', 'junk-2']) await codeOf(complete(answer({ code })));
    expect(await codeOf(complete(answer({ code: provider.code() })))).toBe('connected');
  });

  it('three at most are sent, also of twenty different ones at once', async () => {
    const { answer } = await started();
    const inputs = Array.from({ length: 20 }, (_, at) => answer({ code: `junk-${at}` }));
    await Promise.allSettled(inputs.map((input) => complete(input)));
    expect(sent).toHaveLength(LIMITS.codeExchanges);
  });
});

describe('the starter’s own end', () => {
  it.each([
    ['T034: access_denied', 'access_denied', 'consent_refused'],
    ['T035: any other error', '<script>', 'provider_error'],
  ])('%s ends the session, and no code of it is sent', async (_title, error, problem) => {
    const { answer, session } = await started();
    expect(await codeOf(complete(answer({ error })))).toBe(problem);
    expect(await session()).toMatchObject({ status: 'ended' });
    expect((await session())?.sealedVerifier).toBeUndefined();
    expect(await codeOf(complete(answer({ code: provider.code() })))).toBe('connect_session_not_found');
    // A second load of the same page.
    expect(await codeOf(complete(answer({ error })))).toBe(problem);
    expect(sent).toEqual([]);
    const { items } = await ports.reads.activity('acme', 50);
    const told = items.filter(({ type }) => type === 'connect_failed');
    expect(told.map(({ actor, outcome }) => [actor, outcome])).toEqual([['ada', problem]]);
  });

  it('a connection ends the session, whose verifier is gone', async () => {
    const { answer, session } = await started();
    await complete(answer({ code: provider.code() }));
    expect(await session()).toMatchObject({ status: 'ended' });
    expect((await session())?.sealedVerifier).toBeUndefined();
  });

  it('who is no member any more gets no exchange: the session ends, and says so', async () => {
    const { answer, session } = await started();
    const former = { ...ADA, roles: new Map([['globex', 'admin'] as const]) };
    const input = answer({ code: provider.code() });
    expect(await codeOf(complete({ ...input, caller: former }))).toBe('membership_ended');
    expect(await session()).toMatchObject({ status: 'ended', failure: 'membership_ended' });
    // Also when the right comes back.
    expect(await codeOf(complete(input))).toBe('connect_session_not_found');
    expect(sent).toEqual([]);
  });
});

describe('the same code again', () => {
  it('T003: gets the connection that the first time got', async () => {
    const { answer } = await started();
    const input = answer({ code: provider.code() });
    const first = await complete(input);
    const { connection, connectionId } = await complete(input);
    expect([connectionId, connection.uid, connection.generation]).toEqual([
      first.connectionId,
      first.connection.uid,
      1,
    ]);
    expect(sent).toHaveLength(1);
  });

  it('waits for the first time, and gets its end', async () => {
    const { answer } = await started();
    const input = answer({ code: provider.code() });
    const { fetch } = ports;
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let answerNow = () => {};
    const held = new Promise<void>((resolve) => {
      answerNow = resolve;
    });
    const slow: Ports = {
      ...ports,
      fetch: async (request) => {
        if (!request.body?.includes('code=')) return fetch(request);
        asked();
        await held;
        return fetch(request);
      },
    };
    const first = complete(input, slow);
    await isAsked;
    const patient = { ...ports, clock: { ...ports.clock, sleep: async () => answerNow() } };
    expect((await complete(input, patient)).connection.uid).toBe((await first).connection.uid);
    expect(sent).toHaveLength(1);
  });

  it('of a process that died gets an end as well, once that process is certainly over', async () => {
    const { answer } = await started();
    const input = answer({ code: provider.code() });
    const dying: Ports = { ...ports, fetch: () => new Promise(() => {}) };
    void complete(input, dying);
    while (!(await ports.sessions.read({ sessionId: input.sessionId }))?.codes)
      await new Promise((resolve) => setImmediate(resolve));
    const deadline = stage.now() + 5_000;
    expect(await codeOf(complete({ ...input, deadline }))).toBe('temporarily_unavailable');
    stage.advance(LIMITS.localCompletion);
    expect(await codeOf(complete(input))).toBe('provider_unreachable');
    expect(sent).toEqual([]);
  });

  it('that was spent and stored while this one prepared itself, is no change of the connection', async () => {
    const { answer } = await started();
    const input = answer({ code: provider.code() });
    const { read } = ports.connections;
    let first: Completed | undefined;
    const connections: Ports['connections'] = {
      ...ports.connections,
      read: async (key) => {
        first ??= await complete(input);
        return read(key);
      },
    };
    const second = await complete(input, { ...ports, connections });
    expect(second.connection.uid).toBe(first?.connection.uid);
    expect(sent).toHaveLength(1);
  });

  it('is not found once the connection is gone', async () => {
    const { answer } = await started();
    const input = answer({ code: provider.code() });
    await complete(input);
    await ports.connections.delete({ workspaceId: 'acme', connectionId: 'box' }, {});
    expect(await codeOf(complete(input))).toBe('connect_session_not_found');
  });
});

function query(parameters: Record<string, string>): Secret {
  return new Secret(new URLSearchParams(parameters).toString());
}

function added({ query: given }: CompleteInput, name: string, value: string): Secret {
  return new Secret(`${given.reveal()}&${new URLSearchParams({ [name]: value })}`);
}

function without({ query: given }: CompleteInput, name: string): Secret {
  const parameters = new URLSearchParams(given.reveal());
  parameters.delete(name);
  return new Secret(parameters.toString());
}
