/** Starts the world that a client meets in a case: the injector, the MCP server, a third host, and who judges. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Report } from './case.ts';
import { fillIn, SERVER, WORKSPACE } from './fill-in.ts';
import { judgeQuestions } from './judge-questions.ts';
import { judgeRequests } from './judge-requests.ts';
import { judgeReport } from './judge-results.ts';
import { answerInvocation, functionIn, refuse } from './lambda-door.ts';
import { type NamedCase, readCases } from './read-cases.ts';
import type { ReceivedRequest, Run } from './run.ts';
import { answerRequest } from './scripted-server.ts';

export interface Stub {
  /** Where the runner starts cases. It is Lambda's endpoint too. */
  control: string;
  close(): void;
}

/** Listens on loopback. Port 0 takes a free one. */
export async function startStub(port = 0): Promise<Stub> {
  const cases = readCases();
  let run: Run | undefined;
  let runs = 0;

  const server = await listening(0, async (request, response) => {
    const received = await receivedOf(request);
    if (!run) return void response.writeHead(503).end();
    run.requests.push(received);
    await answerRequest(run, received, response);
  });
  const elsewhere = await listening(0, async (request, response) => {
    run?.strayed.push(await receivedOf(request));
    response.writeHead(200).end();
  });

  function start(one: NamedCase): Run {
    for (const response of run?.silent ?? []) response.destroy();
    runs += 1;
    const unique = randomBytes(8).toString('hex');
    const facts = {
      // Has what JSON, URLs and base64 write differently.
      token: `ya29.A0+rSt/uVw_xYz-${unique}=~`,
      callerToken: `caller.jwt.${unique}`,
      server: server.origin,
      elsewhere: elsewhere.origin,
      now: Date.now(),
    };
    const fresh = { questions: [], requests: [], strayed: [], silent: new Set<ServerResponse>() };
    return { one: fillIn(one, facts), facts, functionName: `token-injector-${runs}`, ...fresh };
  }

  const control = await listening(port, async (request, response) => {
    const { method = '', url = '' } = request;
    const path = new URL(url, 'http://host').pathname;
    const invoked = functionIn(path);
    const body = await text(request);
    if (invoked !== undefined) {
      if (run?.functionName === invoked) return answerInvocation(run, body, response);
      return refuse(response, [404, 'ResourceNotFoundException'], 'There is no such function.');
    }
    if (method === 'GET' && path === '/cases')
      return json(
        response,
        cases.map(({ name, topic, call }) => ({ name, topic, do: call.do })),
      );
    const [, encoded = '', isResult] = /^\/cases\/([^/]+)(\/result)?$/.exec(path) ?? [];
    const one = cases.find(({ name }) => name === decodeURIComponent(encoded));
    if (method !== 'POST' || !one) return json(response, { error: 'There is no such case.' }, 404);
    if (!isResult) {
      run = start(one);
      return json(response, startOf(run, control.origin));
    }
    if (run?.one.name !== one.name) return json(response, { error: 'This case was not started.' }, 409);
    json(response, verdictOn(run, JSON.parse(body)));
  });
  const all = [server, elsewhere, control];
  return { control: control.origin, close: () => all.forEach(({ close }) => void close()) };
}

function startOf({ one, facts, functionName }: Run, lambda: string): object {
  const { callerToken } = facts;
  const { call, faster = 1 } = one;
  return { lambda, functionName, workspaceId: WORKSPACE, server: SERVER, callerToken, faster, call };
}

function verdictOn(run: Run, report: Report): object {
  const found = [...judgeQuestions(run), ...judgeRequests(run), ...judgeReport(run, report)];
  return { ok: found.length === 0, differences: found };
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function receivedOf(request: IncomingMessage): Promise<ReceivedRequest> {
  const { method = '', url = '', rawHeaders } = request;
  return { method, url, rawHeaders, body: await text(request) };
}

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function listening(port: number, answer: Answering): Promise<{ origin: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) json(response, { error: String(error) }, 500);
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
