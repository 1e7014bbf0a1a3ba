/**
 * A door that is stopped, slow, of another version or broken: no request goes to the server, and no token to the client.
 * Covers client/src/door/configure/caddy.ts, client/src/door/configure/nginx.ts, client/src/door/configure/haproxy.ts,
 * client/src/door/configure/envoy.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CURRENT, callOf, jwt } from '../door/set-up-door.ts';
import { absenceOf, GATEWAYS_HERE } from './programs.ts';
import { type BrokenDoor, type Scene, send, setUpScene, startBrokenDoor } from './set-up-question.ts';

const answer = (status: string, headers: string[], body = '') =>
  `HTTP/1.1 ${status}\r\n${[...headers, `Content-Length: ${body.length}`, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`;
const WHOLE = ['X-Connections-Answer: 1', 'X-Api-Token: token-of-the-provider'];

const FAILURES: [string, string][] = [
  ['answers 500', answer('500 Internal Server Error', [])],
  ['answers 500 with all headers', answer('500 Internal Server Error', WHOLE)],
  ['answers an empty 200', answer('200 OK', [])],
  ['is of a version without a marker', answer('200 OK', WHOLE.slice(1))],
  ['is of another version', answer('200 OK', ['X-Connections-Answer: 0', ...WHOLE.slice(1)])],
  ['leaves the header out', answer('200 OK', WHOLE.slice(0, 1))],
  ['leaves the value out', answer('200 OK', ['X-Connections-Answer: 1', 'X-Api-Token:'])],
  ['redirects', answer('302 Found', ['Location: http://127.0.0.1:9/', ...WHOLE])],
  ['redirects to itself', answer('307 Temporary Redirect', ['Location: /authorize/notes', ...WHOLE])],
  ['answers 204', answer('204 No Content', WHOLE)],
  ['answers 206', answer('206 Partial Content', WHOLE)],
  [
    'answers bytes that are no UTF-8',
    answer('200 OK', ['X-Connections-Answer: 1', 'X-Api-Token: token\xff\xfe']),
  ],
  ['answers a NUL', answer('200 OK', ['X-Connections-Answer: 1', 'X-Api-Token: token\0x'])],
  ['answers 64 kB', answer('200 OK', ['X-Connections-Answer: 1', `X-Api-Token: ${'t'.repeat(65_536)}`])],
  ['speaks no HTTP', 'token-of-the-provider\r\n\r\n'],
  ['breaks off', 'HTTP/1.1 200 OK\r\nX-Connections-Answer: 1\r\nX-Api-Tok'],
  [
    'breaks off before its headers end',
    'HTTP/1.1 200 OK\r\nX-Connections-Answer: 1\r\nX-Api-Token: token-of-the-provider\r\n',
  ],
];

describe.each(GATEWAYS_HERE)('%s', (gateway) => {
  describe.skipIf(absenceOf(gateway) !== undefined)('with a door that', () => {
    let door: BrokenDoor;
    let scene: Scene;
    beforeAll(async () => {
      door = await startBrokenDoor();
      scene = await setUpScene(gateway, { door: door.address });
    });
    afterAll(async () => {
      await scene?.close();
      await door?.stop();
    });
    beforeEach(() => {
      scene.upstream.received.length = 0;
    });

    const call = () =>
      send(scene.gateway, {
        headers: {
          authorization: `Bearer ${jwt()}`,
          'content-type': 'application/json',
          ...CURRENT,
          'mcp-method': 'tools/call',
          'mcp-name': 'allowed',
        },
        body: callOf('allowed'),
      });

    it('answers as it should is believed', async () => {
      door.answers(answer('200 OK', WHOLE));
      expect(await call()).toMatchObject({ status: 200, body: '{"token":"token-of-the-provider"}' });
    });

    it.each(FAILURES)('T208 T210: %s', async (_what, bytes) => {
      door.answers(bytes);
      const { status, headers, body } = await call();
      // Envoy passes a redirect on to the client, who has no way to the door.
      expect(status).not.toBe(200);
      expect(JSON.stringify([headers, body])).not.toMatch(/token-of-the-provider|x-api-token/i);
      expect(scene.upstream.received).toEqual([]);
    });

    it('T208: is slow, and then gone', async () => {
      door.answers(undefined);
      const asked = door.asked();
      const answered = call();
      const socket = await asked;
      expect(scene.upstream.received).toEqual([]);
      socket.destroy();
      const stopped = door.stop();
      expect((await answered).status).toBeGreaterThanOrEqual(400);
      await stopped;
      expect((await call()).status).toBeGreaterThanOrEqual(400);
      expect(scene.upstream.received).toEqual([]);
    });
  });
});
