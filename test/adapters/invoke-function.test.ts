/**
 * One signed request a function, whose signature a verifier of ours recomputes as AWS documents it ("Create a signed AWS API
 * request"). Covers src/aws/invoke-function.ts, src/aws/refresher-invoker.ts.
 */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { functionInvoker } from '../../src/aws/invoke-function.ts';
import { lambdaRefresher } from '../../src/aws/lambda-refresher.ts';
import { refresherInvoker } from '../../src/aws/refresher-invoker.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:refresh:7';

let server: LoopbackServer;
let requests: { request: IncomingMessage; body: string }[];
let answer: (response: ServerResponse) => void;
beforeAll(async () => {
  server = await listenOnLoopback(0, () => async (request, response) => {
    requests.push({ request, body: await text(request) });
    answer(response);
  });
});
afterAll(() => server.close());
beforeEach(() => {
  requests = [];
  answer = (response) => response.end('{"outcome":"refreshed"}');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
});
afterEach(() => vi.unstubAllEnvs());

const address = () => ({ region: 'eu-central-1', endpoint: server.origin });

const hash = (value: string) => createHash('sha256').update(value).digest('hex');
const hmac = (key: string | Buffer, value: string) => createHmac('sha256', key).update(value).digest();

/** The signature that AWS computes for a request as it arrived: the path is encoded once more for every service but S3. */
function signatureOf({ request, body }: { request: IncomingMessage; body: string }): string {
  const { authorization = '', 'x-amz-date': at } = request.headers;
  const [, scope = '', signed = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const path = (request.url ?? '').split('/').map(encodeURIComponent).join('/');
  const headers = signed.split(';').map((name) => `${name}:${request.headers[name]}\n`);
  const canonical = [request.method, path, '', headers.join(''), signed, hash(body)].join('\n');
  const [day = '', region = '', service = ''] = scope.split('/');
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${SECRET}`, day));
  return hmac(key, ['AWS4-HMAC-SHA256', at, scope, hash(canonical)].join('\n')).toString('hex');
}

describe('an invocation', () => {
  it.each(['connections-dev-token-refresh', ARN])('of %s is signed as AWS verifies it', async (name) => {
    const invoke = functionInvoker(address(), { connect: 1_000, silence: 1_000 });
    expect(await invoke(name, { request: { kind: 'ü' } })).toEqual({ outcome: 'refreshed' });
    const [{ request, body } = expect.unreachable()] = requests;
    expect(request.url).toBe(`/2015-03-31/functions/${encodeURIComponent(name)}/invocations`);
    expect(body).toBe('{"kind":"ü"}');
    expect(request.headers['x-amz-security-token']).toBe('session');
    const { authorization = '' } = request.headers;
    expect(authorization).toMatch(
      /\/eu-central-1\/lambda\/aws4_request, SignedHeaders=[^,]*host[^,]*x-amz-date/,
    );
    expect(authorization).toContain(`Signature=${signatureOf({ request, body })}`);
  });

  it('without an endpoint of its own goes to Lambda in the partition of its Region', async () => {
    const invoke = functionInvoker({ region: 'cn-north-1' }, { connect: 100, silence: 100 });
    await expect(invoke('f', { request: {} })).rejects.toThrow('lambda.cn-north-1.amazonaws.com.cn');
  });

  it('makes one attempt, and names what Lambda refused', async () => {
    answer = (response) =>
      response
        .writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException:http://internal' })
        .end('{"Reason":"sealed"}');
    const failed = refresherInvoker(address())('f', { request: {} });
    await expect(failed).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Lambda refused the invocation',
    });
    expect(requests).toHaveLength(1);
  });

  it('of a function that threw says no word of what it threw', async () => {
    answer = (response) =>
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end('{"errorMessage":"secret"}');
    await expect(refresherInvoker(address())('f', { request: {} })).rejects.toMatchObject({
      name: 'FunctionFailed',
      message: 'f failed',
    });
  });

  it('ends with the time that its caller has left', async () => {
    answer = () => undefined;
    const refresher = lambdaRefresher(refresherInvoker(address()), 'f', () => 20);
    const failed = refresher.refresh({ workspaceId: 'acme', connectionId: 'google' }, 1);
    await expect(failed).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
