/** A process that serves one bundle over loopback HTTP: as the local environment serves Lambda's Invoke API, or barely. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { startLambdaEndpoint } from '../../local/lambda-endpoint.ts';
import { answerParent } from '../answer-parent.ts';
import { CONTEXT } from '../lambda-context.ts';

const [bundle = '', kind] = process.argv.slice(2);
const { handler } = await import(bundle);
const INVOKE = '/2015-03-31/functions/token-injector/invocations';

async function bareServer(): Promise<string> {
  const server = createServer(async (request, response) => {
    const answer = await handler(await json(request), CONTEXT);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function lambdaServer(): Promise<string> {
  const { origin } = await startLambdaEndpoint(0, { 'token-injector': (event) => handler(event, CONTEXT) });
  return `${origin}${INVOKE}`;
}

answerParent({
  start: () => (kind === 'bare' ? bareServer() : lambdaServer()),
  /** Microseconds so far. */
  cpu(): number {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
});
