/**
 * Which scopes an MCP server asked for beyond those of a connection (`insufficient_scope`), and what became of them. A
 * server is not trusted: each scope is asked of a person until it is answered, and a server has a bounded number of scopes and of
 * pages a day (T235). Pure.
 */
import { SCOPE_TOKEN } from '../../contract/identifiers.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';

/** One scope that was asked for. */
export interface AskedScope {
  scope: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** The connection's epoch then. It rises with each consent. */
  epoch: number;
  answer: 'asked' | 'declined';
}

/** What a person has seen of one server within a day. */
export interface AskedBefore {
  /** The newest last. A scope that was asked for again after a consent stands here twice. */
  asked: readonly AskedScope[];
  /** When a page was shown for the first time, in milliseconds since the epoch. */
  pages: readonly number[];
}

/** What may be asked of a person now. */
export type StepUpVerdict =
  /** `fresh` are those that were not asked since the last consent. Empty: the same page again, and nothing to write. */
  | { isAskable: true; fresh: string[] }
  /** They were granted, declined or left out by a person, or the server asks for too many, or too often. */
  | { isAskable: false };

/** The row is input, and so is the scope at its end. */
const FORM = /^(\d{1,15})\/(\d{1,15})\/(asked|declined)\/(.+)$/;

/** The scopes of a row that were asked for within a day, each once. Texts of another form are left out. */
export function readAsked(texts: readonly unknown[], now: number): AskedScope[] {
  const read = texts.slice(0, 2 * LIMITS.stepUpScopes).flatMap((text) => {
    const [, at, epoch, answer, scope] = (typeof text === 'string' && FORM.exec(text)) || [];
    if (scope === undefined || !SCOPE_TOKEN.test(scope)) return [];
    return [{ scope, at: Number(at), epoch: Number(epoch), answer: answer as AskedScope['answer'] }];
  });
  return read.filter(({ at }) => isOfToday(at, now));
}

/** The times of a row at which a page was shown for the first time within a day. */
export function readPages(times: readonly unknown[] | undefined, now: number): number[] {
  const read = (times ?? []).slice(0, 2 * LIMITS.stepUpPages);
  return read.filter((at): at is number => typeof at === 'number' && isOfToday(at, now));
}

const isOfToday = (at: number, now: number): boolean =>
  at > now - LIMITS.stepUpAge && at <= now + LIMITS.healthSkew;

/** As the row holds them. */
export function writeAsked(asked: readonly AskedScope[]): string[] {
  return asked.map(({ scope, at, epoch, answer }) => `${at}/${epoch}/${answer}/${scope}`);
}

/**
 * Judges the scopes that the connection lacks. One of them that is answered is the end: without it the call cannot work. A
 * consent that did not ask for a scope, such as one for another server, is no answer, and the scope may be asked for once more.
 */
export function judgeAsked(
  { asked, pages }: AskedBefore,
  missing: readonly string[],
  connection: Pick<Connection, 'epoch' | 'requestedScopes'>,
): StepUpVerdict {
  if (missing.some((scope) => isAnswered(asked, scope, connection))) return { isAskable: false };
  const fresh = missing.filter(
    (scope) => !asked.some((each) => each.scope === scope && each.epoch === connection.epoch),
  );
  if (fresh.length === 0) return { isAskable: true, fresh };
  if (asked.length + fresh.length > LIMITS.stepUpScopes) return { isAskable: false };
  if (pages.length >= LIMITS.stepUpPages) return { isAskable: false };
  return { isAskable: true, fresh };
}

/** Whether a person declined it, left it out of a consent that asked for it, or has consented without it again and again. */
function isAnswered(
  asked: readonly AskedScope[],
  scope: string,
  { epoch, requestedScopes }: Pick<Connection, 'epoch' | 'requestedScopes'>,
): boolean {
  const before = asked.filter((each) => each.scope === scope);
  if (before.some(({ answer }) => answer === 'declined')) return true;
  const unanswered = before.filter((each) => each.epoch !== epoch);
  if (unanswered.length > 0 && requestedScopes.includes(scope)) return true;
  return unanswered.length >= LIMITS.stepUpAskings;
}
