/** Lambda's Invoke API, as the AWS SDK of each language calls it with AWS_ENDPOINT_URL_LAMBDA. */
import type { ServerResponse } from 'node:http';
import type { InjectorAnswer } from './case.ts';
import { nextInjectorAnswer, type Run } from './run.ts';

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** The function that a path invokes; undefined: it invokes none. */
export function functionIn(path: string): string | undefined {
  const name = INVOKE.exec(path)?.[1];
  return name && decodeURIComponent(name);
}

/** Answers one invocation as the case says. */
export function answerInvocation(run: Run, body: string, response: ServerResponse): void {
  run.questions.push({ question: JSON.parse(body), at: Date.now() });
  const answer = nextInjectorAnswer(run);
  const { together, requests = [] } = run.one.call;
  run.held.push(() => respond(run, answer, response));
  if (together && run.questions.length < requests.length) return;
  for (const release of run.held.splice(0)) release();
}

function respond(run: Run, answer: InjectorAnswer, response: ServerResponse): void {
  if (answer.fault !== undefined) {
    fail(run, answer.fault, response);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(answer.text ?? JSON.stringify(answer.answer));
}

const ERRORS = {
  throttled: [429, 'TooManyRequestsException'],
  denied: [403, 'AccessDeniedException'],
  service: [500, 'ServiceException'],
} as const;

function fail(run: Run, fault: NonNullable<InjectorAnswer['fault']>, response: ServerResponse): void {
  if (fault === 'silent') run.silent.add(response);
  else if (fault === 'cut') response.destroy();
  else if (fault === 'function_error')
    response
      .writeHead(200, { 'x-amz-function-error': 'Unhandled' })
      .end(JSON.stringify({ errorMessage: `failed with ${run.facts.token}`, errorType: 'Error' }));
  else refuse(response, ERRORS[fault], `refused with ${run.facts.token}`);
}

/** An error in the form of Lambda. */
export function refuse(
  response: ServerResponse,
  [status, type]: readonly [number, string],
  message: string,
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ Type: 'User', message, Message: message }));
}
