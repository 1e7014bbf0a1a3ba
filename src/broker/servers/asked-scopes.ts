/**
 * Which scopes an MCP server asked for beyond those of a connection (`insufficient_scope`), and what became of them. A
 * server is not trusted: each scope is asked of a person once a day, and a server has a bounded number (T235). Pure.
 */
import { LIMITS } from '../limits.ts';

/** One scope that was asked for. */
export interface AskedScope {
  scope: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** The connection's epoch then. It rises with each consent. */
  epoch: number;
  answer: 'asked' | 'declined';
}

/** What may be asked of a person now. */
export type StepUpVerdict =
  /** `fresh` are those that were not asked yet. Empty: the same page again, and nothing to write. */
  | { isAskable: true; fresh: string[] }
  /** They were granted, declined or left out by a person, or the server asks for too many. */
  | { isAskable: false };

/** RFC 6749 section 3.3 for the scope; the row is input. */
const FORM = /^(\d{1,15})\/(\d{1,15})\/(asked|declined)\/([\x21\x23-\x5b\x5d-\x7e]{1,200})$/;

/** The scopes of a row that were asked for within a day, each once. Texts of another form are left out. */
export function readAsked(texts: readonly unknown[], now: number): AskedScope[] {
  const read = texts.slice(0, 2 * LIMITS.stepUpScopes).flatMap((text) => {
    const [, at, epoch, answer, scope] = (typeof text === 'string' && FORM.exec(text)) || [];
    if (scope === undefined) return [];
    return [{ scope, at: Number(at), epoch: Number(epoch), answer: answer as AskedScope['answer'] }];
  });
  return read.filter(({ at }) => at > now - LIMITS.stepUpAge && at <= now + LIMITS.healthSkew);
}

/** As the row holds them. */
export function writeAsked(asked: readonly AskedScope[]): string[] {
  return asked.map(({ scope, at, epoch, answer }) => `${at}/${epoch}/${answer}/${scope}`);
}

/**
 * Judges the scopes that the connection lacks. One of them that a person declined, or did not grant in a consent since, is
 * the end: without it the call cannot work, and the person was asked.
 */
export function judgeAsked(
  asked: readonly AskedScope[],
  { missing, epoch }: { missing: readonly string[]; epoch: number },
): StepUpVerdict {
  const before = new Map(asked.map((each) => [each.scope, each]));
  const known = missing.flatMap((scope) => before.get(scope) ?? []);
  if (known.some((each) => each.answer === 'declined' || each.epoch !== epoch)) return { isAskable: false };
  const fresh = missing.filter((scope) => !before.has(scope));
  if (asked.length + fresh.length > LIMITS.stepUpScopes) return { isAskable: false };
  return { isAskable: true, fresh };
}
