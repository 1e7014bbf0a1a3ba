/** A process that is the token endpoint of several providers, over TLS. Each connection is a new one, as the egress makes them. */
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { answerParent } from '../answer-parent.ts';
import type { Certificate } from '../stand-ins.ts';

/** What came since the last question. */
export interface Asked {
  requests: number;
  /** Connections that resumed a TLS session. */
  resumed: number;
}

let latency = 0;
let asked: Asked = { requests: 0, resumed: 0 };
let issued = 0;

answerParent({
  async start({ cert, key }: Certificate): Promise<number> {
    const server = https.createServer({ cert, key }, (request, response) => {
      asked.requests++;
      if ((request.socket as TLSSocket).isSessionReused()) asked.resumed++;
      request.resume();
      setTimeout(() => response.setHeader('content-type', 'application/json').end(tokens()), latency);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  },
  /** Milliseconds from a request to its answer, from now on. */
  answerAfter(milliseconds: number): Asked {
    latency = milliseconds;
    const before = asked;
    asked = { requests: 0, resumed: 0 };
    return before;
  },
});

function tokens(): string {
  issued++;
  return JSON.stringify({
    access_token: `${'a'.repeat(200)}${issued}`,
    refresh_token: `${'r'.repeat(100)}${issued}`,
    token_type: 'Bearer',
    expires_in: 3_600,
  });
}
