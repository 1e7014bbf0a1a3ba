/** Starts the world that a client meets in a case: the injector, the MCP server, and a third host. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { NamedCase } from './case.ts';
import { judgeRun } from './judge-run.ts';
import { answerInvocation, functionIn, refuse } from './lambda-door.ts';
import { type Listening, listen, sendJson } from './listen.ts';
import { readCases } from './read-cases.ts';
import type { ReceivedRequest, Run } from './run.ts';
import { answerRequest } from './scripted-server.ts';
import { forRunner, startRun } from './start-run.ts';

export interface Stub {
  /** Where the runner starts cases. It is Lambda's endpoint too. */
  control: string;
  close(): void;
}

/** Listens on loopback. Port 0 takes a free one for the control address. */
export async function startStub(port = 0): Promise<Stub> {
  const world = new World(readCases());
  const [server, elsewhere] = await Promise.all([listen(0, world.server), listen(0, world.elsewhere)]);
  world.origins = { server: server.origin, elsewhere: elsewhere.origin };
  const control = await listen(port, world.control);
  world.lambda = control.origin;
  const close = () => {
    for (const each of [server, elsewhere, control] satisfies Listening[]) each.close();
  };
  return { control: control.origin, close };
}

/** Plays one case at a time. */
class World {
  origins = { server: '', elsewhere: '' };
  lambda = '';
  readonly #cases: readonly NamedCase[];
  #run: Run | undefined;

  constructor(cases: readonly NamedCase[]) {
    this.#cases = cases;
  }

  readonly server = async (request: IncomingMessage, response: ServerResponse) => {
    const received = await receivedOf(request);
    if (!this.#run) return sendJson(response, { error: 'No case was started.' }, 503);
    this.#run.requests.push(received);
    await answerRequest(this.#run, received, response);
  };

  readonly elsewhere = async (request: IncomingMessage, response: ServerResponse) => {
    this.#run?.strayed.push(await receivedOf(request));
    response.end();
  };

  readonly control = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '' } = request;
    const { pathname } = new URL(url, this.lambda);
    const body = await text(request);
    const invoked = functionIn(pathname);
    if (invoked !== undefined) return this.#invoke(invoked, { request, body, response });
    if (method === 'GET' && pathname === '/cases') return sendJson(response, this.#list());
    const [, name = '', isResult] = /^\/cases\/([^/]+)(\/result)?$/.exec(pathname) ?? [];
    const one = this.#cases.find((each) => each.name === decodeURIComponent(name));
    if (method !== 'POST' || !one) return sendJson(response, { error: 'There is no such case.' }, 404);
    if (!isResult) return sendJson(response, this.#start(one));
    if (this.#run?.one.name !== one.name)
      return sendJson(response, { error: 'This case was not started.' }, 409);
    sendJson(response, judgeRun(this.#run, JSON.parse(body)));
  };

  #list(): object {
    return this.#cases.map(({ name, topic, call }) => ({ name, topic, do: call.do }));
  }

  #start(one: NamedCase): object {
    for (const response of this.#run?.silent ?? []) response.destroy();
    this.#run = startRun(one, this.origins);
    return forRunner(this.#run, this.lambda);
  }

  /** A late question of a case before has the name of its function. */
  #invoke(name: string, { request, body, response }: Invocation): void {
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 '))
      refuse(response, [403, 'MissingAuthenticationTokenException'], 'The request is not signed.');
    else if (this.#run?.functionName !== name)
      refuse(response, [404, 'ResourceNotFoundException'], 'There is no such function.');
    else answerInvocation(this.#run, body, response);
  }
}

interface Invocation {
  request: IncomingMessage;
  body: string;
  response: ServerResponse;
}

async function receivedOf(request: IncomingMessage): Promise<ReceivedRequest> {
  const { method = '', url = '', rawHeaders } = request;
  return { method, url, rawHeaders, body: await text(request) };
}
