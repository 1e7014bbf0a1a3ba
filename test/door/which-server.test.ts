/**
 * The server is the gateway's configuration: one exact segment of the door's own path.
 * Covers client/src/door/serve/answer-request.ts.
 */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { jwt, reasonOf, SECRET, setUpDoor } from './set-up-door.ts';

describe('T205: a path that is not exactly that of a server', () => {
  it.each([
    '/authorize/notes/',
    '/authorize//notes',
    '//authorize/notes',
    '/authorize/./notes',
    '/authorize/tide/../notes',
    '/authorize/%6eotes',
    '/authorize/notes%2f',
    '/authorize/%2e%2e/authorize/notes',
    '/authorize/notes;x',
    '/authorize/notes?x=1',
    '/authorize/notes?',
    '/authorize/notes#tide',
    '/authorize/Notes',
    '/authorize/notes/tide',
    '/authorize\\notes',
    '/AUTHORIZE/notes',
    '/authorize/',
    '/authorize',
    '/',
    '*',
    '/authorize/__proto__',
    '/authorize/constructor',
  ])('%s', async (path) => {
    const { ask, lambda } = await setUpDoor();
    const answer = await ask({ path });
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'unknown_server']);
    expect(lambda.requests).toEqual([]);
  });

  it('an absolute address is none', async () => {
    const { address, lambda } = await setUpDoor();
    const [host, port] = address.split(':');
    const socket = connect(Number(port), host);
    const headers = `Host: ${address}\r\nX-Connections-Door: ${SECRET}\r\nAuthorization: Bearer ${jwt()}\r\n`;
    socket.write(`GET http://${address}/authorize/notes HTTP/1.1\r\n${headers}\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 /);
    expect(lambda.requests).toEqual([]);
  });
});

it('T205: addresses that a gateway forwards decide nothing', async () => {
  const { ask, lambda } = await setUpDoor();
  const elsewhere = '/authorize/tide';
  const headers = {
    'x-forwarded-uri': elsewhere,
    'x-original-url': elsewhere,
    'x-rewrite-url': elsewhere,
    'x-forwarded-host': 'attacker.example',
    'x-forwarded-method': 'DELETE',
    forwarded: 'host=attacker.example',
  };
  expect(await ask({ headers })).toMatchObject({ status: 200 });
  const [request] = lambda.requests;
  expect(request?.operation).toMatchObject({ server: 'notes', host: 'mcp.example.com', kind: 'call' });
});
