/** Notes every problem that the API answers with at a route whose contract does not list it. */
import type { ProblemCode } from '../../src/contract/problems.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { problemsOfRoute } from '../../src/http/problems-of-route.ts';

/** The answer's place and code if the contract has the route and does not list the problem. Pure. */
export function undocumentedProblem(method: string, path: string, code: string): string | undefined {
  const route = (ROUTES as readonly Route[]).find(
    (each) => each.method.toUpperCase() === method && patternOf(each).test(path),
  );
  if (!route || problemsOfRoute(route).includes(code as ProblemCode)) return undefined;
  return `${route.operationId}: ${code}`;
}

function patternOf({ path }: Route): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
}

/** Listens to all requests of this process to the API; `stop` returns what was found. */
export function watchProblems(apiOrigin: string): { stop: () => string[] } {
  const found: string[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const response = await original(input, init);
    const isProblem = response.headers.get('content-type') === 'application/problem+json';
    if (url.origin === apiOrigin && isProblem && request.method !== 'HEAD') {
      const { code } = (await response.clone().json()) as { code: string };
      found.push(undocumentedProblem(request.method, url.pathname, code) ?? '');
    }
    return response;
  };
  return {
    stop: () => {
      globalThis.fetch = original;
      return found.filter((each) => each !== '');
    },
  };
}
