/**
 * What a completion makes of a provider's answer: in which order it judges, and that only the starter ends the session.
 * Covers src/broker/connect/complete-connect.ts, src/broker/connect/judge-return.ts,
 * src/broker/connect/session-codes.ts, src/broker/consent-session.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/broker/caller.ts';
import type { CompleteInput } from '../../src/broker/connect/consent-flow.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { Secret } from '../../src/vault/secret.ts';
import { ADA, MALLORY } from '../rows/furnish-world.ts';
import { codeOf, complete, consentOfAda, STARTED, started } from './consent-of-ada.ts';

const world = consentOfAda();

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
    const { answer, session } = await started(world);
    const good = answer({ code: world.provider.code() });
    const both = { ...ADA, roles: new Map([...ADA.roles, ['globex', 'member'] as const]) };
    const spoilt = { ...good, caller: both, ...spoil(good) };
    expect(await codeOf(complete(world, spoilt))).toBe(problem);
    expect([await session(), world.sent]).toMatchObject([STARTED, []]);
    expect(await codeOf(complete(world, good))).toBe('connected');
  });

  it('T035 T036: an error that came to another redirect URI, or from another issuer, ends nothing', async () => {
    const { answer, session } = await started(world);
    for (const spoilt of [
      answer({ error: 'access_denied' }, { owner: 'acme' }),
      answer({ error: 'access_denied', iss: 'https://evil.example' }),
      answer({ error: 'access_denied' }, { completionSecret: new Secret('A'.repeat(43)) }),
      answer({ error: 'access_denied' }, { caller: MALLORY, workspaceId: 'globex' }),
    ])
      await codeOf(complete(world, spoilt));
    expect(await session()).toMatchObject(STARTED);
    expect(await codeOf(complete(world, answer({ code: world.provider.code() })))).toBe('connected');
  });

  it('judges person, secret, time, redirect URI and issuer in this order', async () => {
    const { answer } = await started(world);
    const all = answer(
      { code: 'c', iss: 'https://evil.example' },
      { caller: MALLORY, workspaceId: 'globex', completionSecret: new Secret('x'), owner: 'acme' },
    );
    world.stage.advance(LIMITS.consentSession);
    const found = [await codeOf(complete(world, all))];
    found.push(await codeOf(complete(world, { ...all, caller: ADA, workspaceId: 'acme' })));
    const { completionSecret } = answer({ code: 'c' });
    found.push(await codeOf(complete(world, { ...all, caller: ADA, workspaceId: 'acme', completionSecret })));
    world.stage.advance(-LIMITS.consentSession);
    found.push(await codeOf(complete(world, { ...all, caller: ADA, workspaceId: 'acme', completionSecret })));
    expect(found).toEqual([
      'initiator_mismatch',
      'connect_session_not_found',
      'connect_session_expired',
      'authorization_response_mismatch',
    ]);
  });
});

describe('the starter’s own end', () => {
  it.each([
    ['T034: access_denied', 'access_denied', 'consent_refused'],
    ['T035: any other error', '<script>', 'provider_error'],
  ])('%s ends the session, and no code of it is sent', async (_title, error, problem) => {
    const { answer, session } = await started(world);
    expect(await codeOf(complete(world, answer({ error })))).toBe(problem);
    expect(await session()).toMatchObject({ status: 'ended' });
    expect((await session())?.sealedVerifier).toBeUndefined();
    expect(await codeOf(complete(world, answer({ code: world.provider.code() })))).toBe(
      'connect_session_not_found',
    );
    // A second load of the same page.
    expect(await codeOf(complete(world, answer({ error })))).toBe(problem);
    expect(world.sent).toEqual([]);
    const { items } = await world.ports.reads.activity('acme', 50);
    const told = items.filter(({ type }) => type === 'connect_failed');
    expect(told.map(({ actor, outcome }) => [actor, outcome])).toEqual([['ada', problem]]);
  });

  it('a connection ends the session, whose verifier is gone', async () => {
    const { answer, session } = await started(world);
    await complete(world, answer({ code: world.provider.code() }));
    expect(await session()).toMatchObject({ status: 'ended' });
    expect((await session())?.sealedVerifier).toBeUndefined();
  });

  it('who is no member any more gets no exchange: the session ends, and says so', async () => {
    const { answer, session } = await started(world);
    const former = { ...ADA, roles: new Map([['globex', 'admin'] as const]) };
    const input = answer({ code: world.provider.code() });
    expect(await codeOf(complete(world, { ...input, caller: former }))).toBe('membership_ended');
    expect(await session()).toMatchObject({ status: 'ended', failure: 'membership_ended' });
    // Also when the right comes back.
    expect(await codeOf(complete(world, input))).toBe('connect_session_not_found');
    expect(world.sent).toEqual([]);
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
