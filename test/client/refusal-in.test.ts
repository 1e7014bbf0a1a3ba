/** Covers client/src/refusal-in.ts. */
import { describe, expect, it } from 'vitest';
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
    [
      'an object that throws at every touch',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    ],
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

  it('is looked for in a bounded number of parts', () => {
    const wide = Array.from({ length: 10_000 }, (_, index) => ({ index, more: Array(100).fill({}) }));
    expect(refusalIn({ wide, last: wide })).toBeUndefined();
  });
});
