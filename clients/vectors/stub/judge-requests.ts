/** Judges what arrived at the MCP server and at the third host. Pure. */
import type { ExpectedRequest, Json } from './case.ts';
import { differences, shown } from './differences.ts';
import { counted } from './judge-questions.ts';
import type { ReceivedRequest, Run } from './run.ts';

/** One sentence for each difference. */
export function judgeRequests({ one, facts, requests: arrived, strayed }: Run): string[] {
  const expected = one.expect.server;
  const requests = one.call.together ? inOrderOf(expected, arrived) : arrived;
  return [
    ...counted('requests to the MCP server', expected.length, requests.length),
    ...expected
      .slice(0, requests.length)
      .flatMap((request, at) => judgeRequest(request, requests[at] as ReceivedRequest, `request ${at + 1}`)),
    ...requests.flatMap((request, at) =>
      JSON.stringify(request).includes(facts.callerToken) ? [`request ${at + 1} has the caller’s token`] : [],
    ),
    ...strayed.map(({ method, url }) => `the third host got ${method} ${shown(url)}`),
  ];
}

/** Requests that went out together arrive in any order: each is compared with that of its token. */
function inOrderOf(expected: Required<ExpectedRequest>[], arrived: ReceivedRequest[]): ReceivedRequest[] {
  const place = (request: ReceivedRequest) => {
    const [token] = valuesOf(request, 'authorization');
    return expected.findIndex(({ headers }) => headers.authorization === token);
  };
  return arrived.toSorted((first, second) => place(first) - place(second));
}

function judgeRequest(
  { method, path, query, headers, absent, body }: Required<ExpectedRequest>,
  found: ReceivedRequest,
  place: string,
): string[] {
  const url = new URL(found.url, 'http://host');
  return [
    ...differences(method, found.method, `the method of ${place}`),
    ...differences(path, url.pathname, `the path of ${place}`),
    ...differences(query, queryOf(url), `the query of ${place}`),
    ...Object.entries(headers).flatMap(([name, value]) =>
      differences([value], valuesOf(found, name), `the values of ${name} in ${place}`),
    ),
    ...absent.flatMap((name) =>
      valuesOf(found, name).length > 0 ? [`${place} has the header ${name}, which must be absent`] : [],
    ),
    ...differences(body, parsed(found.body), `the body of ${place}`),
  ];
}

function queryOf({ searchParams }: URL): Record<string, string[]> {
  return Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
}

function valuesOf({ rawHeaders }: ReceivedRequest, name: string): string[] {
  return rawHeaders.filter(
    (_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name.toLowerCase(),
  );
}

function parsed(body: string): Json {
  try {
    return body === '' ? null : JSON.parse(body);
  } catch {
    return body;
  }
}
