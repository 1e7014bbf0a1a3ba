/** Covers client/src/request-state.ts, client/src/canonical-json.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../client/src/canonical-json.ts';
import { mintRequestState, type RequestBinding, verifyRequestState } from '../../client/src/index.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-24T10:00:00Z');
const key = new Uint8Array(32).fill(1);
const at = (now: number) => ({ key, now: () => now });
const BINDING: RequestBinding = {
  workspaceId: 'acme',
  subject: 'ada',
  server: 'demo-notes',
  method: 'tools/call',
  params: { name: 'list_notes', arguments: { a: 1, b: { c: [1, 2], d: 'x' } } },
};

describe('requestState', () => {
  const state = mintRequestState(at(NOW), BINDING);

  it('is good for the same request of the same principal, however its arguments are ordered', () => {
    const params = {
      arguments: { b: { d: 'x', c: [1, 2] }, a: 1 },
      name: 'list_notes',
      _meta: { progressToken: 1 },
    };
    const verified = verifyRequestState(at(NOW + 10 * MINUTE), state, { ...BINDING, params });
    expect(verified).toEqual({ valid: true, issuedAt: NOW });
  });

  it.each<[string, Partial<RequestBinding>]>([
    ['workspace', { workspaceId: 'globex' }],
    ['subject', { subject: 'bob' }],
    ['server', { server: 'demo-tasks' }],
    ['method', { method: 'prompts/get' }],
    ['tool', { params: { ...BINDING.params, name: 'delete_notes' } }],
    ['argument', { params: { ...BINDING.params, arguments: { a: 2 } } }],
    ['order in a list', { params: { ...BINDING.params, arguments: { a: 1, b: { c: [2, 1], d: 'x' } } } }],
    ['border between fields', { workspaceId: 'acmea', subject: 'da' }],
  ])('is good for no other %s', (_what, other) => {
    expect(verifyRequestState(at(NOW), state, { ...BINDING, ...other })).toEqual({
      valid: false,
      reason: 'mismatch',
    });
  });

  it('is good for ten minutes', () => {
    for (const now of [NOW + 10 * MINUTE + 1, NOW - MINUTE - 1])
      expect(verifyRequestState(at(now), state, BINDING)).toEqual({ valid: false, reason: 'expired' });
    expect(verifyRequestState(at(NOW - MINUTE), state, BINDING).valid).toBe(true);
  });

  it('is not good with one character changed, or its time moved', () => {
    const index = fc.nat({ max: state.length - 1 });
    const character = fc.constantFrom(...'AZaz09-_.');
    fc.assert(
      fc.property(index, character, (place, other) => {
        const changed = state.slice(0, place) + other + state.slice(place + 1);
        if (changed !== state) expect(verifyRequestState(at(NOW), changed, BINDING).valid).toBe(false);
      }),
      { numRuns: 500 },
    );
    const later = state.replace(String(NOW), String(NOW + 5 * MINUTE));
    expect(verifyRequestState(at(NOW + 12 * MINUTE), later, BINDING)).toMatchObject({ reason: 'mismatch' });
  });

  it.each([
    undefined,
    null,
    5,
    {},
    '',
    '1',
    '1..',
    `${state}x`,
    ` ${state}`,
    state.slice(0, -1),
    `2${state.slice(1)}`,
  ])('is malformed as %j', (value) => {
    expect(verifyRequestState(at(NOW), value, BINDING)).toEqual({ valid: false, reason: 'malformed' });
  });

  it('is not good under another key, and keys are long enough', () => {
    const other = { key: new Uint8Array(32).fill(2), now: () => NOW };
    expect(verifyRequestState(other, state, BINDING)).toMatchObject({ reason: 'mismatch' });
    const short = { key: new Uint8Array(31), now: () => NOW };
    expect(() => mintRequestState(short, BINDING)).toThrow(RangeError);
    expect(() => verifyRequestState(short, state, BINDING)).toThrow(RangeError);
  });

  it('says nothing about whom or what it is for', () => {
    expect(state).toMatch(/^1\.\d+\.[A-Za-z0-9_-]{43}$/);
  });
});

describe('canonical JSON', () => {
  it('is the same for the same value, and JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it('differs for different values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const same = canonicalJson(one) === canonicalJson(other);
        expect(same).toBe(equal(one, other));
      }),
    );
  });

  it.each<[unknown, string]>([
    [{ b: 1, a: undefined, c: [undefined] }, '{"b":1,"c":[null]}'],
    [{ '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4 }, '{"\\r":2,"1":3,"\u20ac":1,"\ud83d\ude00":4}'],
    [undefined, 'null'],
  ])('of %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

function equal(one: unknown, other: unknown): boolean {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
    return Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => ({ name, member: sorted(member) }));
  };
  const marked = (value: unknown) =>
    JSON.stringify([Array.isArray(value), typeof value === 'object', sorted(value)]);
  return marked(one) === marked(other);
}
