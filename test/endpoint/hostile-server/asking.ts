/** A server that asks its client for more than its answer, and a client that would give it. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import { answerJson, SSE, startUpstream } from '../../client/upstream.ts';
import { bearing } from '../bearing.ts';
import type { EndpointWorld } from '../endpoint-world.ts';
import { putServer, text } from '../upstream-server.ts';

/** A client that could show pages, ask a model, and list files; it notes all that it is asked for. */
export async function willingClient(endpoint: EndpointWorld, mode: 'auto' | 'legacy') {
  const asked: unknown[] = [];
  const client = new Client(
    { name: 'x', version: '1' },
    {
      capabilities: { elicitation: { url: {}, form: {} }, sampling: {}, roots: { listChanged: true } },
      versionNegotiation: { mode },
    },
  );
  const note = (request: unknown): never => {
    asked.push(request);
    throw new Error('noted');
  };
  for (const method of ['elicitation/create', 'sampling/createMessage', 'roots/list'] as const)
    client.setRequestHandler(method, note);
  client.fallbackNotificationHandler = async (notification) => void asked.push(notification);
  const fetch = bearing(endpoint.tokens.ada);
  await client.connect(new StreamableHTTPClientTransport(new URL(`${endpoint.address}/acme`), { fetch }));
  onTestFinished(() => client.close());
  return { client, asked };
}

/** A server of 2025 that sends requests and notifications of its own before its answer. */
export async function asking(
  endpoint: EndpointWorld,
  messages: object[],
  answer: object = { result: text('done') },
) {
  const answers: { id?: unknown; error?: { code: number } }[] = [];
  const initialized: unknown[] = [];
  const upstream = await startUpstream(({ body, method: httpMethod }, response) => {
    if (httpMethod !== 'POST') return void response.writeHead(405).end();
    const message = JSON.parse(body);
    const { id, method } = message;
    if (method === 'server/discover') return void response.writeHead(400).end();
    if (method === undefined) answers.push(message);
    if (method === undefined || id === undefined) return void response.writeHead(202).end();
    if (method === 'initialize') {
      initialized.push(message.params);
      const result = {
        protocolVersion: '2025-11-25',
        capabilities: { tools: { listChanged: true } },
        serverInfo: { name: 'x', version: '1' },
      };
      return answerJson(response, { jsonrpc: '2.0', id, result });
    }
    response.writeHead(200, SSE);
    for (const each of messages) response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...each })}\n\n`);
    const finish = () => response.end(`data: ${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n\n`);
    const requests = messages.filter((each) => 'id' in each).length;
    // The answer follows when all questions are answered.
    const timer = setInterval(() => {
      if (answers.length >= requests) finish();
    }, 5);
    response.once('close', () => clearInterval(timer));
  });
  const { id } = await putServer(endpoint, upstream);
  return { id, answers, initialized };
}
