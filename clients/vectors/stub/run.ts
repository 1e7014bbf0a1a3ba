/** One run of a case: what the client sent, and which answers are still to come. */
import type { ServerResponse } from 'node:http';
import type { InjectorAnswer, Json, ServerAnswer } from './case.ts';
import type { FilledIn } from './fill-in.ts';
import type { Facts } from './placeholders.ts';

export interface ReceivedRequest {
  method: string;
  url: string;
  /** As they came: name, value, name, value. */
  rawHeaders: string[];
  body: string;
}

export interface ReceivedQuestion {
  question: Json;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface Run {
  one: FilledIn;
  facts: Facts;
  functionName: string;
  questions: ReceivedQuestion[];
  requests: ReceivedRequest[];
  /** What the third host got. */
  strayed: ReceivedRequest[];
  /** Answers of the injector that wait until all questions of a call whose requests go out together are there. */
  held: (() => void)[];
  /** Answers that do not come. They are cut when the next case starts. */
  silent: Set<ServerResponse>;
}

/** The answer to the last question. The last answer is repeated, and the judgement names what is too much. */
export function nextInjectorAnswer({ one, questions }: Run): InjectorAnswer {
  const { injector } = one;
  return injector[Math.min(questions.length, injector.length) - 1] ?? { fault: 'service' };
}

/** The answer to the last request. Undefined: an ordinary one. */
export function nextServerAnswer({ one, requests }: Run): ServerAnswer | undefined {
  return one.server[requests.length - 1];
}
