/**
 * When the list of a server is read again.
 * Covers src/endpoint/upstream/kept.ts, src/endpoint/upstream/upstream-lists.ts, src/endpoint/limits.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINT_LIMITS } from '../../../src/endpoint/limits.ts';
import { Kept } from '../../../src/endpoint/upstream/kept.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { putServer, startUpstreamServer, text } from '../upstream-server.ts';
import { asked, listed } from './listed-tools.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

it('a list is asked for once in five minutes, whoever asks, where it needs no token', async () => {
  const upstream = await startUpstreamServer({ tools: [{ name: 'one' }], call: () => text('x') });
  const { id } = await putServer(endpoint, upstream);
  const everybody = [listed(endpoint), listed(endpoint), listed(endpoint, `${endpoint.address}/acme`, 'bob')];
  for (const { names } of await Promise.all(everybody)) expect(names).toContain(`${id}__one`);
  await listed(endpoint, `${endpoint.address}/acme/${id}`);
  expect(asked(upstream)).toBe(1);
  endpoint.world.advance(ENDPOINT_LIMITS.listKept);
  await listed(endpoint);
  expect(asked(upstream)).toBe(2);
  endpoint.world.resetClock();
});

describe('what is kept', () => {
  const kept = (now = () => 0) => new Kept<string>({ most: 3, mostBytes: 100, now });
  const one = { bytes: 10, time: 100 };

  it('is bounded by number and bytes; what was used least lately goes first', () => {
    const some = kept();
    for (const key of ['a', 'b', 'c']) some.set(key, key, one);
    some.get('a');
    some.set('d', 'd', one);
    expect(['a', 'b', 'c', 'd'].map((key) => some.get(key))).toEqual(['a', undefined, 'c', 'd']);
    some.set('big', 'big', { bytes: 95, time: 100 });
    expect(['a', 'c', 'd', 'big'].map((key) => some.get(key))).toEqual([
      undefined,
      undefined,
      undefined,
      'big',
    ]);
    some.set('too big', 'x', { bytes: 101, time: 100 });
    expect(['big', 'too big'].map((key) => some.get(key))).toEqual([undefined, undefined]);
  });

  it('is gone when its time is over', () => {
    let now = 0;
    const some = kept(() => now);
    some.set('a', 'a', one);
    now = 99;
    expect(some.get('a')).toBe('a');
    now = 100;
    expect(some.get('a')).toBeUndefined();
  });
});
