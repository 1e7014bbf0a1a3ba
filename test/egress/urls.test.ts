/**
 * Which URLs are dialled at all. What passes ends at the guard of test/setup, which names the host it kept us from.
 * Covers src/egress/open-request.ts, src/egress/provider-fetch.ts.
 */
import dns from 'node:dns';
import net from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { deployedEgress, failureOf, get, localEgress } from './raw-server.ts';

const REFUSED = { name: 'ProviderFetchError', code: 'address_not_allowed', sent: false };

const HOST_FORMS = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://127.0.0.1./',
  'https://①②⑦.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::127.0.0.1]/',
  'https://[0:0:0:0:0:0:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
];

describe('T144: a deployed function does not dial', () => {
  it.each([
    ...HOST_FORMS,
    'https://0.0.0.0/',
    'https://0/',
    'https://[::]/',
    'https://10.1.2.3/',
    'https://0xa.1.2.3/',
    'https://192.168.0.1/',
    'https://172.16.0.1/',
    'https://100.64.0.1/',
    'https://224.0.0.1/',
    'https://[fe80::1]/',
    'https://[fd12::1]/',
    'https://[ff02::1]/',
  ])('%s', async (url) => {
    expect(await failureOf(deployedEgress()(get(url)))).toMatchObject(REFUSED);
  });
});

describe('T146: the endpoints of the function’s own surroundings are not dialled', () => {
  it.each([
    'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
    'https://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
    'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/latest/meta-data/',
    'https://0xa9fea9fe/latest/meta-data/',
    'https://[::ffff:a9fe:a9fe]/latest/meta-data/',
    'https://[fd00:ec2::254]/latest/meta-data/',
    'http://169.254.170.2/v2/credentials',
    'http://169.254.100.1:2000/',
  ])('%s', async (url) => {
    expect(await failureOf(deployedEgress()(get(url)))).toMatchObject(REFUSED);
    if (!url.includes('127.0.0.1')) expect(await failureOf(localEgress()(get(url)))).toMatchObject(REFUSED);
  });
});

describe('T141: only https, on its own port, without userinfo', () => {
  it.each([
    'http://provider.example/',
    'http://provider.example:443/',
    'http://localhost.example/',
    'http://sub.localhost/',
    'https://provider.example:444/',
    'https://provider.example:80/',
    'https://provider.example:8443/',
    'https://user@provider.example/',
    'https://user:password@provider.example/',
    'https://:password@provider.example/',
    'https://provider.example@127.0.0.1/',
    'ftp://provider.example/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'javascript:alert(1)',
    'ws://provider.example/',
    'blob:https://provider.example/x',
  ])('%s is refused, locally too', async (url) => {
    expect(await failureOf(deployedEgress()(get(url)))).toMatchObject(REFUSED);
    expect(await failureOf(localEgress()(get(url)))).toMatchObject(REFUSED);
  });

  it.each([
    '',
    'provider.example',
    '/token',
    'https://',
    'https://[::1%25lo]/',
    'https://a b/',
    'https://%00/',
  ])('“%s”, which is no URL, is refused like every other and not echoed', async (url) => {
    const failure = await failureOf(deployedEgress()(get(url)));
    expect(failure).toMatchObject(REFUSED);
    expect(failure).not.toHaveProperty('input');
  });

  it.each([
    ['https://provider.example/', 'provider.example'],
    ['https://provider.example:443/token?a=b', 'provider.example'],
    ['HTTPS://PROVIDER.EXAMPLE/', 'provider.example'],
    ['https://8.8.8.8/', '8.8.8.8'],
    ['https://[2606:4700:4700::1111]/', '2606:4700:4700::1111'],
  ])('%s is dialled', async (url, host) => {
    vi.spyOn(dns, 'lookup').mockImplementation(((
      _host: string,
      _options: object,
      done: (...answer: unknown[]) => void,
    ) => setImmediate(done, null, [{ address: '8.8.4.4', family: 4 }])) as never);
    onTestFinished(() => void vi.restoreAllMocks());
    const dial = vi.spyOn(net.Socket.prototype, 'connect');
    const failure = await failureOf(deployedEgress()(get(url)));
    expect(failure).toMatchObject({ code: 'network', sent: false });
    expect(failure.cause).toMatchObject({ code: 'OUTSIDE_THIS_MACHINE' });
    expect(JSON.stringify(dial.mock.calls)).toContain(JSON.stringify({ host }).slice(1, -1));
  });
});

describe('T144: the local option opens loopback and nothing else', () => {
  it.each(['https://10.1.2.3/', 'https://169.254.169.254/', 'https://[fd00:ec2::254]/', 'https://0.0.0.0/'])(
    '%s stays closed',
    async (url) => {
      expect(await failureOf(localEgress()(get(url)))).toMatchObject(REFUSED);
    },
  );

  it('is off unless it is set, and takes a literal address or `localhost`: another name could be anybody’s', async () => {
    // Port 9 of loopback has no listener; that it was dialled shows in the cause.
    const dialled = await failureOf(localEgress()(get('http://127.0.0.1:9/')));
    expect(dialled).toMatchObject({ code: 'network', cause: { code: 'ECONNREFUSED' } });
    for (const off of [undefined, false]) {
      const egress = deployedEgress({ allowLoopbackOverHttp_localOnly: off });
      expect(await failureOf(egress(get('http://127.0.0.1:9/')))).toMatchObject(REFUSED);
    }
    const named = await failureOf(localEgress()(get('http://localhost:9/')));
    expect(named).toMatchObject({ code: 'network', cause: { code: 'ECONNREFUSED' } });
    for (const url of ['http://localhost:9/', 'https://localhost/'])
      expect(await failureOf(deployedEgress()(get(url)))).toMatchObject(REFUSED);
  });
});
