/**
 * A process that sends two requests to a server of its own: one through the egress, and one through `fetch`. Both requests have
 * the canaries that the command line names.
 */
import { createServer } from 'node:http';
import { createProviderFetch } from '../../src/egress/provider-fetch.ts';

const [request = '', path = '', answer = ''] = process.argv.slice(2);
const server = createServer((incoming, response) => {
  incoming.resume().on('end', () => response.end(answer));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as { port: number };
const url = `http://127.0.0.1:${port}/?q=${path}`;
const headers = { authorization: `Bearer ${request}` };

const send = createProviderFetch({ deadline: 10_000, maxBody: 1_000, allowLoopbackOverHttp_localOnly: true });
await send({ url, method: 'POST', headers, body: `token=${request}` });
await (await fetch(url, { method: 'POST', headers, body: `token=${request}` })).text();
server.closeAllConnections();
server.close();
