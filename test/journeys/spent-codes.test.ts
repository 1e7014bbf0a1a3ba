/**
 * Each code is spent once: a code of another person is exchanged for nobody, a refused code ends that code alone, and the same
 * code again gets the same answer.
 * Covers src/broker/connect/session-codes.ts, src/broker/connect/same-answer.ts,
 * src/broker/connect/complete-with-code.ts, src/broker/connect/consent-secrets.ts, src/broker/parts-hash.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Completed } from '../../src/broker/connect/complete-with-code.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { ADA, MALLORY } from '../rows/furnish-world.ts';
import { codeOf, complete, consentOfAda, STARTED, started } from './consent-of-ada.ts';

const world = consentOfAda();

describe('a code that another signed-in person brought', () => {
  it('T024 T027: is exchanged for nobody, in whatever order, and the starter’s own code still is', async () => {
    const { answer, session } = await started(world);
    const stolen = world.provider.code();
    const asMallory = answer({ code: stolen }, { caller: MALLORY, workspaceId: 'globex' });
    expect(await codeOf(complete(world, asMallory))).toBe('initiator_mismatch');
    expect(await codeOf(complete(world, answer({ code: stolen })))).toBe('initiator_mismatch');
    expect([await session(), world.sent]).toMatchObject([STARTED, []]);
    expect(JSON.stringify(await session())).not.toContain(stolen);
    expect(await codeOf(complete(world, answer({ code: world.provider.code() })))).toBe('connected');
  });

  it('T024: is told once in the activity of the session’s workspace, by whom', async () => {
    const { answer } = await started(world);
    const asMallory = answer({ code: 'stolen' }, { caller: MALLORY, workspaceId: 'globex' });
    for (let turn = 0; turn < 3; turn++) await codeOf(complete(world, asMallory));
    const { items } = await world.ports.reads.activity('acme', 50);
    const told = items.filter(({ type }) => type === 'initiator_mismatch');
    expect(told.map(({ actor }) => actor)).toEqual([MALLORY.subject]);
  });

  it('is remembered eight times at most, and a full list keeps no starter out', async () => {
    const { answer, session } = await started(world);
    for (let at = 0; at < 20; at++)
      await codeOf(
        complete(world, answer({ code: `junk-${at}` }, { caller: MALLORY, workspaceId: 'globex' })),
      );
    expect((await session())?.codes).toHaveLength(LIMITS.spentCodes);
    for (let at = 0; at < LIMITS.spentCodes; at++)
      expect(await codeOf(complete(world, answer({ code: `junk-${at}` })))).toBe('initiator_mismatch');
    expect(world.sent).toEqual([]);
    expect(await codeOf(complete(world, answer({ code: world.provider.code() })))).toBe('connected');
  });

  it.each(['before', 'after'])(
    'T024: stays noted, however many codes one other person brings %s it, and whatever the starter spends',
    async (when) => {
      const { answer, session } = await started(world);
      const stolen = world.provider.code();
      const flood = async () => {
        for (let at = 0; at < 20; at++)
          await codeOf(
            complete(world, answer({ code: `junk-${at}` }, { caller: MALLORY, workspaceId: 'globex' })),
          );
      };
      const lured = { ...ADA, subject: 'bob' };
      if (when === 'before') await flood();
      expect(await codeOf(complete(world, answer({ code: stolen }, { caller: lured })))).toBe(
        'initiator_mismatch',
      );
      if (when === 'after') await flood();
      for (const code of ['own-1', 'own-2']) await codeOf(complete(world, answer({ code })));
      expect(await codeOf(complete(world, answer({ code: stolen })))).toBe('initiator_mismatch');
      expect(world.sent).toEqual(['own-1', 'own-2']);
      expect((await session())?.codes?.length).toBeLessThanOrEqual(LIMITS.spentCodes + LIMITS.codeExchanges);
    },
  );

  it('T046: from a person without a role in the workspace of the path is spent, and looks like no workspace', async () => {
    const { answer } = await started(world);
    const stolen = world.provider.code();
    expect(await codeOf(complete(world, answer({ code: stolen }, { caller: MALLORY })))).toBe('not_found');
    expect(await codeOf(complete(world, answer({ code: stolen })))).toBe('initiator_mismatch');
  });

  it('the starter is one person of one issuer', async () => {
    const { answer } = await started(world);
    const impostor = { ...ADA, issuer: 'https://other-issuer.example' };
    const code = world.provider.code();
    expect(await codeOf(complete(world, answer({ code }, { caller: impostor })))).toBe('initiator_mismatch');
    expect(await codeOf(complete(world, answer({ code })))).toBe('initiator_mismatch');
    expect(world.sent).toEqual([]);
  });
});

describe('a code that the provider refuses', () => {
  it('T037: ends that code and not the session; the same code again is not sent again', async () => {
    const { answer, session } = await started(world);
    expect(await codeOf(complete(world, answer({ code: 'junk' })))).toBe('provider_rejected');
    expect(await codeOf(complete(world, answer({ code: 'junk' })))).toBe('provider_rejected');
    expect([await session(), world.sent]).toMatchObject([STARTED, ['junk']]);
    expect((await session())?.sealedVerifier).toBeDefined();
    expect(await codeOf(complete(world, answer({ code: world.provider.code() })))).toBe('connected');
  });

  it('T008: after three exchanges the session is over and its verifier is gone', async () => {
    const { answer, session } = await started(world);
    for (const code of ['junk-1', 'junk-2', 'junk-3'])
      expect(await codeOf(complete(world, answer({ code })))).toBe('provider_rejected');
    expect(await session()).toMatchObject({ status: 'ended' });
    expect((await session())?.sealedVerifier).toBeUndefined();
    expect(await codeOf(complete(world, answer({ code: world.provider.code() })))).toBe(
      'connect_session_not_found',
    );
    expect(world.sent).toEqual(['junk-1', 'junk-2', 'junk-3']);
  });

  it('the third exchange may still connect', async () => {
    const { answer } = await started(world);
    for (const code of ['junk-1', 'junk-2']) await codeOf(complete(world, answer({ code })));
    expect(await codeOf(complete(world, answer({ code: world.provider.code() })))).toBe('connected');
  });

  it('three at most are sent, also of twenty different ones at once', async () => {
    const { answer } = await started(world);
    const inputs = Array.from({ length: 20 }, (_, at) => answer({ code: `junk-${at}` }));
    await Promise.allSettled(inputs.map((input) => complete(world, input)));
    expect(world.sent).toHaveLength(LIMITS.codeExchanges);
  });
});

describe('the same code again', () => {
  it('T003: gets the connection that the first time got', async () => {
    const { answer } = await started(world);
    const input = answer({ code: world.provider.code() });
    const first = await complete(world, input);
    const { connection, connectionId } = await complete(world, input);
    expect([connectionId, connection.uid, connection.generation]).toEqual([
      first.connectionId,
      first.connection.uid,
      1,
    ]);
    expect(world.sent).toHaveLength(1);
  });

  it('waits for the first time, and gets its end', async () => {
    const { answer } = await started(world);
    const input = answer({ code: world.provider.code() });
    const { fetch } = world.ports;
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let answerNow = () => {};
    const held = new Promise<void>((resolve) => {
      answerNow = resolve;
    });
    const slow: Ports = {
      ...world.ports,
      fetch: async (request) => {
        if (!request.body?.includes('code=')) return fetch(request);
        asked();
        await held;
        return fetch(request);
      },
    };
    const first = complete({ ports: slow }, input);
    await isAsked;
    const patient = { ...world.ports, clock: { ...world.ports.clock, sleep: async () => answerNow() } };
    expect((await complete({ ports: patient }, input)).connection.uid).toBe((await first).connection.uid);
    expect(world.sent).toHaveLength(1);
  });

  it('of a process that died gets an end as well, once that process is certainly over', async () => {
    const { answer } = await started(world);
    const input = answer({ code: world.provider.code() });
    const dying: Ports = { ...world.ports, fetch: () => new Promise(() => {}) };
    void complete({ ports: dying }, input);
    while (!(await world.ports.sessions.read({ sessionId: input.sessionId }))?.codes)
      await new Promise((resolve) => setImmediate(resolve));
    const deadline = world.stage.now() + 5_000;
    expect(await codeOf(complete(world, { ...input, deadline }))).toBe('temporarily_unavailable');
    world.stage.advance(LIMITS.localCompletion);
    expect(await codeOf(complete(world, input))).toBe('provider_unreachable');
    expect(world.sent).toEqual([]);
  });

  it('that was spent and stored while this one prepared itself, is no change of the connection', async () => {
    const { answer } = await started(world);
    const input = answer({ code: world.provider.code() });
    const { read } = world.ports.connections;
    let first: Completed | undefined;
    const connections: Ports['connections'] = {
      ...world.ports.connections,
      read: async (key) => {
        first ??= await complete(world, input);
        return read(key);
      },
    };
    const second = await complete({ ports: { ...world.ports, connections } }, input);
    expect(second.connection.uid).toBe(first?.connection.uid);
    expect(world.sent).toHaveLength(1);
  });

  it('is not found once the connection is gone', async () => {
    const { answer } = await started(world);
    const input = answer({ code: world.provider.code() });
    await complete(world, input);
    await world.ports.connections.delete({ workspaceId: 'acme', connectionId: 'box' }, {});
    expect(await codeOf(complete(world, input))).toBe('connect_session_not_found');
  });
});
