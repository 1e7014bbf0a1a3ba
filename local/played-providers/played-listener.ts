/** The listener of all played providers. `/api.github.com/user` is `https://api.github.com/user`. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { messagePage } from '../pages/message-page.ts';
import { sendPage, serveAsset } from '../pages/page.ts';
import { requestOf, urlAtListener } from '../scripted-providers/http-listener.ts';
import { NOT_AS_DOCUMENTED, receivedRequest } from '../scripted-providers/provider-handler.ts';
import type { Answer } from '../scripted-providers/scripted-provider.ts';
import type { Question } from './find-script.ts';
import { askedScopes } from './playable.ts';
import { overviewPage, PLAYED_BRAND, questionPage } from './played-pages.ts';
import type { PlayedProviders } from './played-providers.ts';

interface Visit {
  played: PlayedProviders;
  /** Of this listener. */
  origin: string;
  /** The newest last. */
  violations: string[];
  request: Request;
  response: ServerResponse;
}

const MOST_VIOLATIONS = 20;

/** Serves the pages and the endpoints of the played providers. */
export function playedListener(played: PlayedProviders, origin: string): RequestListener {
  const violations: string[] = [];
  return (incoming, response) => {
    visit({ played, origin, violations }, incoming, response).catch(() => response.destroy());
  };
}

async function visit(
  here: Pick<Visit, 'played' | 'origin' | 'violations'>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (serveAsset(incoming, response)) return;
  const { played, violations } = here;
  if (incoming.url === '/')
    return sendPage(response, 200, overviewPage({ apps: played.apps, grants: played.grants(), violations }));
  const request = await requestOf(incoming);
  if (incoming.url === '/withdraw' && request.method === 'POST') return withdraw(here, { request, response });
  return atProvider({ ...here, request, response });
}

/** One grant by `grant`, its id, or all of a provider by `provider`. */
async function withdraw(
  { played }: Pick<Visit, 'played'>,
  { request, response }: Pick<Visit, 'request' | 'response'>,
): Promise<void> {
  const form = new URLSearchParams(await request.text());
  const count = played.withdraw(
    ({ id, provider }) => id === form.get('grant') || provider === form.get('provider'),
  );
  const isBrowser = request.headers.get('accept')?.includes('text/html');
  if (isBrowser) response.writeHead(303, { location: '/' }).end();
  else response.writeHead(200, { 'content-type': 'text/plain' }).end(`Grants that ended: ${count}\n`);
}

async function atProvider(visit: Visit): Promise<void> {
  const { played, request, response } = visit;
  const { method } = request;
  try {
    const question = played.question(new URL(request.url));
    if (question && method === 'POST') return await decide(visit, question);
    if (question) return ask(visit, question);
    send(response, played.answer(await receivedRequest(request)));
  } catch (error) {
    refuse(visit, error instanceof Error ? error.message : 'not as documented');
  }
}

function ask({ origin, response }: Visit, question: Question): void {
  const shown = { ...question, url: new URL(urlAtListener(origin, question.url)) };
  sendPage(response, 200, questionPage(shown, askedScopes(question.script, question.url.searchParams)));
}

/** The browser goes back with a code, or with the refusal. */
async function decide({ played, request, response }: Visit, question: Question): Promise<void> {
  const decision = new URLSearchParams(await request.text()).get('decision');
  const location = decision === 'allow' ? played.allow(question) : played.cancel(question);
  response.writeHead(303, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
}

/** A page for a browser. Its text names what the provider documents; the request's secrets are not in it. */
function refuse({ request, response, violations }: Visit, reason: string): void {
  const { host, pathname } = new URL(request.url);
  const violation = `${request.method} ${host}${pathname}: ${reason}`;
  violations.push(violation);
  violations.splice(0, Math.max(0, violations.length - MOST_VIOLATIONS));
  const isBrowser = request.headers.get('accept')?.includes('text/html');
  if (isBrowser) sendPage(response, 400, messagePage(PLAYED_BRAND, 'The request failed', violation));
  else response.writeHead(NOT_AS_DOCUMENTED).end('not as documented');
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const isText = typeof body === 'string' || body === undefined;
  const type = isText ? undefined : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers }).end(isText ? body : JSON.stringify(body));
}
