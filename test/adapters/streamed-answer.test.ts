/**
 * A response on its way through Lambda's response streaming, and a body that breaks off.
 * Covers src/aws/rest-api/streamed-answer.ts, src/aws/rest-api/request-of-event.ts.
 */
import { describe, expect, it } from 'vitest';
import { requestOfEvent } from '../../src/aws/rest-api/request-of-event.ts';
import { streamedAnswer } from '../../src/aws/rest-api/streamed-answer.ts';

const SECRET = 'a token in an error';
const reading = (body: ReadableStream<Uint8Array> | string) => new Response(body).text();

describe('a streamed answer', () => {
  it('has status, headers and body', async () => {
    const response = new Response('one', { status: 202, headers: { 'Mcp-Session-Id': 'x' } });
    const { statusCode, headers, body } = streamedAnswer(response, () => expect.unreachable());
    expect([statusCode, headers['mcp-session-id'], await reading(body)]).toEqual([202, 'x', 'one']);
  });

  it('may have no body', () => {
    expect(streamedAnswer(new Response(null, { status: 204 }), () => undefined).body).toBe('');
  });

  it('that breaks off tells its error to us alone: Lambda logs another one', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from('begun')),
      pull: (controller) => controller.error(new Error(SECRET)),
    });
    const told: unknown[] = [];
    const { body } = streamedAnswer(new Response(broken), (error) => told.push(error));
    const error = await reading(body).catch((thrown: Error) => thrown);
    expect(String(error)).not.toContain(SECRET);
    expect(told).toEqual([expect.objectContaining({ message: SECRET })]);
  });

  it('that nobody reads any more is read no further', async () => {
    const ends: unknown[] = [];
    const endless = new ReadableStream<Uint8Array>({ cancel: (reason) => void ends.push(reason) });
    const { body } = streamedAnswer(new Response(endless), () => undefined);
    await (body as ReadableStream).cancel('gone');
    expect(ends).toEqual(['gone']);
  });
});

describe('the request of an event', () => {
  const ADDRESS = 'https://connections.example/mcp';
  const event = { httpMethod: 'POST', resource: '/{workspace}/{server}', multiValueHeaders: {}, body: '{}' };
  const urlOf = (pathParameters: Record<string, string> | null, resource = event.resource) =>
    requestOfEvent({ ...event, resource, pathParameters }, ADDRESS).url;

  it('is at the address, by the resource and its parameters', () => {
    expect(urlOf(null, '/')).toBe(ADDRESS);
    expect(urlOf({ workspace: '~me' }, '/{workspace}')).toBe(`${ADDRESS}/~me`);
    expect(urlOf({ workspace: 'acme', server: 'notes' })).toBe(`${ADDRESS}/acme/notes`);
    expect(urlOf({ workspace: 'acme' }, '/.well-known/oauth-protected-resource/{workspace}')).toBe(
      `${ADDRESS}/.well-known/oauth-protected-resource/acme`,
    );
  });

  it('cannot be moved elsewhere by a parameter', () => {
    for (const text of ['a/b', '../x', '?q', '#f', 'a\\b', '//evil.example', '%2e%2e']) {
      const { origin, pathname, search, hash } = new URL(urlOf({ workspace: text, server: 'notes' }));
      expect([origin, search, hash]).toEqual(['https://connections.example', '', '']);
      expect(pathname.split('/')).toHaveLength(4);
      expect(pathname.endsWith('/notes')).toBe(true);
    }
  });

  it('carries every value of a header, and leaves out what no header can hold', () => {
    const multiValueHeaders = { Accept: ['a', 'b'], 'bad name': ['x'], odd: ['€'], nul: ['a\u0000'] };
    const { headers } = requestOfEvent({ ...event, multiValueHeaders }, ADDRESS);
    expect(Object.fromEntries(headers)).toEqual({
      accept: 'a, b',
      'content-type': 'text/plain;charset=UTF-8',
    });
  });

  it('carries no body of a GET', async () => {
    const request = requestOfEvent({ ...event, httpMethod: 'GET' }, ADDRESS);
    expect(await request.text()).toBe('');
  });
});
