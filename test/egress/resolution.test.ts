/**
 * Names and what they resolve to. The guard of test/setup lets the name `localhost` pass, so that is the provider's
 * name here; the resolver is the test's. Nobody listens on these addresses: the refused connection says which was
 * dialled.
 * Covers src/egress/open-request.ts, src/egress/provider-fetch.ts.
 */
import dns, { type LookupAddress } from 'node:dns';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deployedEgress, failureOf, get, localEgress } from './raw-server.ts';

type Answer = LookupAddress[] | Error | 'never';

/** Each question takes the next answer; the last one stays. */
let answers: Answer[];
const asked: string[] = [];

function lookup(host: string, options: { all: boolean }, callback: (...result: unknown[]) => void): void {
  asked.push(`${host} all=${options.all}`);
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  if (answer === 'never') return;
  if (answer instanceof Error) callback(answer);
  else callback(null, answer);
}

const PROVIDER = 'https://localhost/token';
const REFUSED = { name: 'ProviderFetchError', code: 'address_not_allowed', sent: false };
const addresses = (...list: string[]): LookupAddress[] =>
  list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

beforeEach(() => {
  asked.length = 0;
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as never);
});
afterEach(() => vi.restoreAllMocks());

describe('T144 T145: a name is refused when it resolves to', () => {
  it.each([
    ['loopback', ['127.0.0.1']],
    ['a private address', ['10.0.0.7']],
    ['the metadata endpoint', ['169.254.169.254']],
    ['the metadata endpoint over IPv6', ['fd00:ec2::254']],
    ['a mapped address', ['::ffff:10.0.0.7']],
    ['a NAT64 address', ['64:ff9b::a9fe:a9fe']],
    ['an IPv4-compatible address', ['::127.0.0.1']],
    ['a public address and a private one', ['140.82.121.4', '10.0.0.7']],
    ['a private address and a public one', ['10.0.0.7', '140.82.121.4']],
    ['nothing', []],
  ])('%s', async (_what, list) => {
    answers = [addresses(...list)];
    expect(await failureOf(deployedEgress()(get(PROVIDER)))).toMatchObject(REFUSED);
    expect(asked).toEqual(['localhost all=true']);
  });

  it('T144: anything but loopback, in the local environment', async () => {
    answers = [addresses('10.0.0.7')];
    expect(await failureOf(localEgress()(get(PROVIDER)))).toMatchObject(REFUSED);
    answers = [addresses('127.0.0.1', '10.0.0.7')];
    expect(await failureOf(localEgress()(get(PROVIDER)))).toMatchObject(REFUSED);
  });
});

describe('T145: DNS rebinding', () => {
  it('finds no second question: the address that was checked is the one that is dialled', async () => {
    answers = [addresses('127.0.0.77'), addresses('127.0.0.66')];
    const failure = await failureOf(localEgress()(get(PROVIDER)));
    expect(failure).toMatchObject({ code: 'network', sent: false });
    expect(failure.cause).toMatchObject({ code: 'ECONNREFUSED', address: '127.0.0.77', port: 443 });
    expect(asked).toHaveLength(1);
  });

  it('T145: of several addresses each was checked before the first is tried', async () => {
    answers = [addresses('127.0.0.77', '127.0.0.78')];
    const { cause } = await failureOf(localEgress()(get(PROVIDER)));
    const tried = (cause as AggregateError).errors.map(({ address }: { address: string }) => address);
    expect(tried).toEqual(['127.0.0.77', '127.0.0.78']);
    expect(asked).toHaveLength(1);
  });

  it('T145: does not reach literal addresses, which are judged without a question', async () => {
    answers = [addresses('140.82.121.4')];
    expect(await failureOf(deployedEgress()(get('https://127.0.0.1/')))).toMatchObject(REFUSED);
    expect(asked).toEqual([]);
  });
});

describe('a resolver', () => {
  it('that knows no such name is a fault of the network', async () => {
    answers = [Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })];
    const failure = await failureOf(deployedEgress()(get(PROVIDER)));
    expect(failure).toMatchObject({ code: 'network', sent: false, cause: { code: 'ENOTFOUND' } });
  });

  it('T111: that never answers is cut off by the deadline, with nothing sent', async () => {
    answers = ['never'];
    const failure = await failureOf(deployedEgress({ deadline: 50 })(get(PROVIDER)));
    expect(failure).toMatchObject({ code: 'deadline', sent: false });
    expect(asked).toHaveLength(1);
  });
});
