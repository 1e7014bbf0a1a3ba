/** Judges the results that a runner reports. Pure. */
import type { ExpectedResult, Json, Members, Report, ReportedResult } from './case.ts';
import { differences, shown } from './differences.ts';
import { counted } from './judge-questions.ts';
import { judgeWaits } from './judge-waits.ts';
import type { Run } from './run.ts';

const MEMBERS: Record<string, string[]> = {
  NotInjected: ['reason', 'connectUrl', 'missingScopes', 'retryAfterSeconds'],
  InjectorUnreachable: ['failure'],
  CallNotMade: ['code'],
  ResponseRefused: ['code'],
};

/** One sentence for each difference. */
export function judgeResults(run: Run, report: Report): string[] {
  const { expect, call } = run.one;
  const { results, waits, leaks, envs } = report;
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
  ];
}

function judgeResult({ or, ...expected }: ExpectedResult, found: ReportedResult, place: string): string[] {
  const differs = judgeOne(expected, found, place);
  return or?.some((other) => judgeOne(other, found, place).length === 0) ? [] : differs;
}

function judgeOne(expected: ExpectedResult, found: ReportedResult, place: string): string[] {
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
