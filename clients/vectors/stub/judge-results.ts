/** Judges what a runner reports. Pure. */
import type { Canary, ExpectedResult, Json, Members, Report, ReportedResult } from './case.ts';
import { differences, shown } from './differences.ts';
import { counted } from './judge-questions.ts';
import type { Run } from './run.ts';

const MEMBERS: Record<string, string[]> = {
  NotInjected: ['reason', 'connectUrl', 'missingScopes', 'retryAfterSeconds'],
  InjectorUnreachable: ['failure'],
  CallNotMade: ['code'],
  ResponseRefused: ['code'],
};

/** One sentence for each difference. */
export function judgeReport(run: Run, report: Report): string[] {
  const { expect, canaries, call } = run.one;
  const { results, waits, leaks, envs, logs } = report;
  const expected = expect.results ?? (call.requests ?? [{}]).map((): ExpectedResult => ({ status: 200 }));
  return [
    ...counted('results', expected.length, results.length),
    ...expected
      .slice(0, results.length)
      .flatMap((one, at) => judgeResult(one, results[at] as ReportedResult, `result ${at + 1}`)),
    ...(expect.waits ? judgeWaits(run, expect.waits, waits) : []),
    ...(expect.leaks !== undefined && typeof leaks === 'number'
      ? differences(expect.leaks, leaks, 'the number of reported leaks')
      : []),
    ...(expect.envs ? differences(expect.envs, envs, 'the variables') : []),
    ...results.flatMap((one, at) => judgeCanaries(canaries, textOf(one), `result ${at + 1}`)),
    ...judgeCanaries(canaries, Buffer.from(logs ?? ''), 'what was logged'),
  ];
}

function judgeResult(expected: ExpectedResult, found: ReportedResult, place: string): string[] {
  if (expected.error) {
    if (!('error' in found)) return [`${place} is ${shown(found)}, and must be ${shown(expected.error)}`];
    return differences(expected.error, errorOf(found.error), `the error of ${place}`);
  }
  if ('value' in expected) {
    if ('value' in found) return differences(expected.value, found.value, place);
    return [`${place} is ${shown(found)}, and must be a value`];
  }
  if (!('response' in found)) return [`${place} is ${shown(found)}, and must be a response`];
  return judgeResponse(expected, found.response, place);
}

function errorOf(error: Members & { kind: string }): Members {
  const names = ['kind', ...(MEMBERS[error.kind] ?? [])];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = error[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}

type Response = Extract<ReportedResult, { response: object }>['response'];

function judgeResponse(expected: ExpectedResult, found: Response, place: string): string[] {
  const { status = 200, headers = {}, absent = [], json, text, events, contains = [] } = expected;
  const body = Buffer.from(found.body, 'base64').toString();
  const valuesOf = (name: string) =>
    found.headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
  return [
    ...differences(status, found.status, `the status of ${place}`),
    ...Object.entries(headers).flatMap(([name, value]) =>
      differences(value, valuesOf(name).join(', '), `the header ${name} of ${place}`),
    ),
    ...absent.flatMap((name) => (valuesOf(name).length > 0 ? [`${place} has the header ${name}`] : [])),
    ...(json === undefined ? [] : differences(json, parsed(body), `the body of ${place}`)),
    ...(text === undefined ? [] : differences(text, body, `the body of ${place}`)),
    ...(events === undefined ? [] : differences(events, eventsIn(body), `the events of ${place}`)),
    ...contains
      .filter((part) => !body.includes(part))
      .map((part) => `${place} does not contain ${shown(part)}, but is ${shown(body)}`),
  ];
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function eventsIn(body: string): Json[] {
  const datas = [...body.matchAll(/^data: ?(.*)$/gm)].map(([, data = '']) => data);
  return datas.map(parsed);
}

/** A client that slept in real time is judged by the times of its questions. */
function judgeWaits({ questions }: Run, expected: number[], waits: number[] | null | undefined): string[] {
  if (waits) return differences(expected, waits, 'the waits');
  const gaps = questions.slice(1).map(({ at }, index) => at - (questions[index]?.at ?? at));
  return expected.flatMap((wait, at) =>
    (gaps[at] ?? wait) < wait - 5 ? [`wait ${at + 1} was shorter than ${wait} ms`] : [],
  );
}

/** All that is shown of a result. The value of a function is not shown: it may be the injection itself. */
function textOf(result: ReportedResult): Buffer {
  if ('value' in result) return Buffer.alloc(0);
  if ('error' in result) return Buffer.from(shownWhole(result.error));
  const { body, ...rest } = result.response;
  return Buffer.concat([Buffer.from(body, 'base64'), Buffer.from(`\n${shownWhole(rest)}`)]);
}

/** JSON, and each text in it as it is. */
function shownWhole(value: Json | object): string {
  const texts: string[] = [];
  const json = JSON.stringify(value, (_, each) => {
    if (typeof each === 'string') texts.push(each);
    return each;
  });
  return [json, ...texts].join('\n');
}

function judgeCanaries(canaries: Canary[], bytes: Buffer, place: string): string[] {
  return canaries
    .filter((canary) =>
      bytes.includes(typeof canary === 'string' ? canary : Buffer.from(canary.base64, 'base64')),
    )
    .map((canary) => `${place} has ${shown(canary)}, which nobody may see`);
}
