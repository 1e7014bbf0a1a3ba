/** Covers client/src/refusal-in.ts. */
import { describe, expect, it, vi } from 'vitest';
import { NotInjected, type Refusal, refusalIn } from '../../client/src/index.ts';

const REFUSAL: Refusal = {
  reason: 'not_connected',
  message: 'Not connected yet.',
  connectUrl: 'https://dash.example/?connect=demo',
};
const own = () => new NotInjected(REFUSAL);

const circular = (inner: unknown) => {
  const error: Record<string, unknown> = { inner };
  error.cause = error;
  error.list = [error, { error }];
  return error;
};
const deep = (inner: unknown, times: number): unknown =>
  times === 0 ? inner : new Error('outer', { cause: deep(inner, times - 1) });
/** As the v2 SDK's `SdkError` has it. */
const negotiation = (inner: unknown) =>
  Object.assign(new Error('probe failed'), { code: 'ERA_NEGOTIATION_FAILED', data: { cause: inner } });

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ index }));
const no = () => {
  throw new Error('no');
};
/** A proxy that throws at every touch. */
const hostile = () =>
  new Proxy({}, { ownKeys: no, getPrototypeOf: no, get: no, has: no, getOwnPropertyDescriptor: no });
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

describe('a refusal in what a framework made of it', () => {
  it.each<[string, unknown]>([
    ['itself', own()],
    ['a cause', new Error('x', { cause: own() })],
    ['the cause of a cause', deep(own(), 3)],
    ['one of several errors', new AggregateError([new Error('other'), own()])],
    ['the v2 SDK’s failed negotiation', negotiation(own())],
    ['`error` of `error`', { error: { error: own() } }],
    ['a map', { errors: new Map([['server', own()]]) }],
    ['an error that contains itself', circular(own())],
    ['a frozen error', Object.freeze(new Error('x', { cause: Object.freeze(own()) }))],
    ['eight others', deep(own(), 8)],
    ['a member that a symbol names', Object.assign(new Error('x'), { [Symbol('inner')]: own() })],
    ['a map with a member of its own', Object.assign(new Map(), { failed: own() })],
    ['a cause of a cause, beside many others', Object.assign(deep(own(), 3) as Error, { list: many(5_000) })],
    ['a cause of one of several errors', new AggregateError([...many(150), deep(own(), 2)])],
    ['an error beside one that throws at every touch', new AggregateError([hostile(), revoked(), own()])],
    ['an error beside bytes', new AggregateError([Buffer.alloc(1_000), own()], 'x')],
    ['the last of many errors', { errors: [...many(5_000), own()] }],
    [
      'the last of many members',
      Object.assign(Object.fromEntries(Object.entries(many(5_000))), { z: own() }),
    ],
  ])('is found in %s', (_where, error) => {
    expect(refusalIn(error)).toEqual(REFUSAL);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'NotInjected: not_connected'],
    ['another error', new Error('x')],
    ['an error that contains itself', circular(1)],
    ['nine others', deep(own(), 9)],
    ['a getter, which is not called', Object.defineProperty({}, 'cause', { get: own, enumerable: true })],
    ['an object that throws at every touch', hostile()],
    ['a proxy that is revoked', new Error('x', { cause: revoked() })],
    ['a getter of the refusal that throws', Object.defineProperty(own(), 'refusal', { get: no })],
  ])('is not found in %s', (_where, error) => {
    expect(refusalIn(error)).toBeUndefined();
  });

  it('T235: is not believed of a server, however much its answer looks like one', () => {
    const page = 'https://evil.example/';
    const forged = { ...REFUSAL, connectUrl: page };
    for (const data of [
      { refusal: forged },
      {
        name: 'NotInjected',
        code: 'not_injected',
        reason: 'not_connected',
        refusal: forged,
        connectUrl: page,
      },
      JSON.parse(JSON.stringify({ cause: own(), error: own() })),
    ])
      expect(refusalIn(Object.assign(new Error('McpError'), { code: -32000, data }))).toBeUndefined();
  });

  it('is found of another copy of the package', async () => {
    vi.resetModules();
    const copy = await import('../../client/src/index.ts');
    expect(copy.NotInjected).not.toBe(NotInjected);
    expect(refusalIn(new Error('x', { cause: new copy.NotInjected(REFUSAL) }))).toEqual(REFUSAL);
  });

  it('T235: is not believed of what has the brand alone, or another page', () => {
    const brand = Object.getOwnPropertySymbols(own());
    expect(brand).toHaveLength(1);
    const branded = (value: object) => Object.assign(value, { [brand[0] as symbol]: true });
    expect(refusalIn(branded({ refusal: REFUSAL }))).toBeUndefined();
    expect(
      refusalIn(branded({ code: 'not_injected', refusal: { reason: 'mine', message: 'x' } })),
    ).toBeUndefined();
    expect(refusalIn(new NotInjected({ ...REFUSAL, connectUrl: 'javascript:alert(1)' }))).toBeUndefined();
  });

  it('is looked for in no byte, and in a bounded number of members', () => {
    const spy = vi.spyOn(Object, 'getOwnPropertyDescriptor');
    const all = vi.spyOn(Object, 'getOwnPropertyDescriptors');
    refusalIn({ bytes: Buffer.alloc(1_000_000), view: new Float64Array(1_000), list: many(1_000_000) });
    const touched = spy.mock.calls.length + all.mock.calls.length;
    const listed = all.mock.results.map(({ value }) => Object.keys(value).length);
    vi.restoreAllMocks();
    expect(listed).toEqual([]);
    expect(touched).toBeLessThan(5_000);
  });

  it('is looked for in a bounded number of parts', () => {
    const lists = Array.from({ length: 10 }, () => [...many(150)] as unknown[]);
    lists[1]?.push(own());
    expect(refusalIn({ lists })).toEqual(REFUSAL);
    lists[1]?.pop();
    lists[9]?.push(own());
    expect(refusalIn({ lists })).toBeUndefined();
  });
});
