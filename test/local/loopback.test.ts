/**
 * No page of another origin reaches a server of this machine, and its Lambda endpoint least of all.
 * Covers local/judge-request.ts, local/listen-on-loopback.ts, local/lambda-endpoint.ts, local/function-name.ts.
 */
import { request } from 'node:http';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLambdaEndpoint } from '../../local/lambda-endpoint.ts';
import type { LoopbackServer } from '../../local/listen-on-loopback.ts';

const PATH = '/2015-03-31/functions/token-injector/invocations';
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=local' };

let server: LoopbackServer;
let invoked: unknown[];
beforeEach(async () => {
  invoked = [];
  const invoke = async (event: unknown) => {
    invoked.push(event);
    return { answered: true };
  };
  server = await startLambdaEndpoint(0, { 'token-injector': invoke });
});
afterEach(() => server.close());

/** `fetch` sets `Host` itself, as a browser does. */
function invoke(headers: Record<string, string>, path = PATH): Promise<number> {
  const { hostname, port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end('{"a":1}');
  });
}
const port = () => new URL(server.origin).port;

describe('the Lambda endpoint of this machine', () => {
  it.each([
    ['its address', () => `127.0.0.1:${port()}`],
    ['its name', () => `localhost:${port()}`],
  ])('T057: invokes for a program that asks %s', async (_title, host) => {
    expect(await invoke({ ...SIGNED, host: host() })).toBe(200);
    expect(invoked).toEqual([{ a: 1 }]);
  });

  it.each<[string, () => Record<string, string>]>([
    ['under a name that leads here (DNS rebinding)', () => ({ host: `evil.example:${port()}` })],
    ['under such a name without a port', () => ({ host: 'evil.example' })],
    ['at another port', () => ({ host: '127.0.0.1:1' })],
    ['under a name that begins like ours', () => ({ host: `127.0.0.1:${port()}.evil.example` })],
    ['from a page of another origin', () => ({ origin: 'https://evil.example' })],
    ['from a page without an origin', () => ({ origin: 'null' })],
    ['from a page of another site', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })],
    [
      'as a frame',
      () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }),
    ],
  ])('T057: invokes nothing %s', async (_title, headers) => {
    expect(await invoke({ ...SIGNED, host: `127.0.0.1:${port()}`, ...headers() })).toBe(403);
    expect(invoked).toEqual([]);
  });

  it('T057: invokes nothing unsigned, and no function that it does not have', async () => {
    expect(await invoke({})).toBe(403);
    expect(await invoke(SIGNED, PATH.replace('token-injector', 'constructor'))).toBe(404);
    expect(invoked).toEqual([]);
  });
});

describe('the Lambda endpoint takes the names that AWS takes', () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const invokeAs = async (FunctionName: string, Qualifier?: string) => {
    const client = new LambdaClient({
      endpoint: server.origin,
      region: 'local',
      credentials,
      maxAttempts: 1,
    });
    try {
      const { Payload } = await client.send(
        new InvokeCommand({ FunctionName, Qualifier, Payload: '{"a":1}' }),
      );
      return JSON.parse(Buffer.from(Payload ?? []).toString());
    } finally {
      client.destroy();
    }
  };

  it.each<[string, string?]>([
    ['token-injector'],
    ['token-injector:live'],
    ['token-injector:$LATEST'],
    ['token-injector:42'],
    ['123456789012:function:token-injector'],
    ['123456789012:function:token-injector:live'],
    ['arn:aws:lambda:eu-central-1:123456789012:function:token-injector'],
    ['arn:aws:lambda:local:123456789012:function:token-injector:live'],
    ['arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:token-injector:live'],
    ['token-injector', 'live'],
    ['token-injector:live', 'live'],
  ])('%s %s', async (name, qualifier) => {
    expect(await invokeAs(name, qualifier)).toEqual({ answered: true });
    expect(invoked).toEqual([{ a: 1 }]);
  });

  it.each<[string, string, string?]>([
    ['ResourceNotFoundException', 'token-injecter'],
    ['ResourceNotFoundException', 'arn:aws:lambda:eu-central-1:123456789012:function:other:live'],
    ['ResourceNotFoundException', '__proto__'],
    ['ValidationException', 'arn:aws:s3:::token-injector'],
    ['ValidationException', 'arn:aws:lambda:eu-central-1:123456789012:layer:token-injector'],
    ['ValidationException', '12345:function:token-injector'],
    ['ValidationException', 'token-injector:live:live'],
    ['ValidationException', 'token-injector:'],
    ['ValidationException', 'token injector'],
    ['ValidationException', 'token-injector:live', 'other'],
  ])('but answers %s to %s %s', async (error, name, qualifier) => {
    await expect(invokeAs(name, qualifier)).rejects.toMatchObject({ name: error });
    expect(invoked).toEqual([]);
  });

  it('names the functions that there are, and the variables that a request without a signature lacks', async () => {
    await expect(invokeAs('other')).rejects.toThrow(
      /no such function on this machine, only token-injector\./,
    );
    const unsigned = await fetch(`${server.origin}${PATH}`, { method: 'POST', body: '{}' });
    expect(unsigned.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(await unsigned.text()).toMatch(/AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY .*AWS_REGION/);
  });

  it('refuses a path that decodes to nothing', async () => {
    expect(await invoke(SIGNED, PATH.replace('token-injector', '%E0%A4%A'))).toBe(400);
    expect(await invoke(SIGNED, PATH.replace('token-injector', 'a%2F..%2Ftoken-injector'))).toBe(400);
    expect(invoked).toEqual([]);
  });
});
