/** Judges what arrived at the injector. Pure. */
import type { Members } from './case.ts';
import { differences, isMembers, shown } from './differences.ts';
import type { Run } from './run.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** The injector takes ids of five minutes around its own time. */
const AROUND_NOW = 5 * 60_000;

/** One sentence for each difference. */
export function judgeQuestions({ one, facts, questions }: Run): string[] {
  const expected = one.expect.injector;
  const found = questions.map(({ question }) => (isMembers(question) ? question : {}));
  const seen = new Set<unknown>();
  return [
    ...counted('questions to the injector', expected.length, found.length),
    ...expected.slice(0, found.length).flatMap((question, at) => {
      const place = `question ${at + 1}`;
      return differences({ version: '1', ...question }, withoutId(found[at] as Members), place);
    }),
    ...found.flatMap((question, at) => {
      const { operation } = question;
      if (!isMembers(operation)) return [];
      return judgeId(operation.id, { seen, now: facts.now, place: `the id of question ${at + 1}` });
    }),
  ];
}

export function counted(what: string, expected: number, found: number): string[] {
  return expected === found ? [] : [`there were ${found} ${what}, and there must be ${expected}`];
}

function withoutId(question: Members): Members {
  if (!isMembers(question.operation)) return question;
  const { id: _, ...operation } = question.operation;
  return { ...question, operation };
}

function judgeId(
  id: unknown,
  { seen, now, place }: { seen: Set<unknown>; now: number; place: string },
): string[] {
  if (typeof id !== 'string' || !UUID_V7.test(id))
    return [`${place} is ${shown(id)}, and must be a UUIDv7 in lower case`];
  const issued = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
  const wrong = Math.abs(issued - now) > AROUND_NOW ? [`${place} is not of now`] : [];
  if (seen.has(id)) wrong.push(`${place} was sent before`);
  seen.add(id);
  return wrong;
}
