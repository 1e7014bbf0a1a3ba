/** As much of Secrets Manager and Lambda as `npm run apps` asks, in this process: for machines without moto. */
import { json } from 'node:stream/consumers';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';

export async function startSecretsStandIn(functions: object[]) {
  const secrets = new Map<string, string>();
  const { origin, close } = await listenOnLoopback(0, () => async (request, response) => {
    const respond = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    if (request.method === 'GET') return respond(200, { Functions: functions });
    const asked = (await json(request)) as { SecretId?: string; Name?: string; SecretString?: string };
    const name = asked.SecretId ?? asked.Name ?? '';
    if (asked.SecretString !== undefined) secrets.set(name, asked.SecretString);
    const SecretString = secrets.get(name);
    if (SecretString === undefined) return respond(400, { __type: 'ResourceNotFoundException' });
    return respond(200, { Name: name, SecretString });
  });
  return { origin, close, secrets };
}
