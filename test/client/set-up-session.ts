/** A session with a raw upstream, with an injector that answers as the test says. */
import { createInjector, type FetchLike, withSession } from '../../client/src/index.ts';
import { fakeLambda, injected, type Outcome } from './fake-injector.ts';
import { testSystem } from './test-system.ts';
import { posted, type Upstream } from './upstream.ts';

export const INITIALIZE = posted({ jsonrpc: '2.0', id: 0, method: 'initialize', params: {} });

export function setUpSession(upstream: Upstream, outcomes?: Outcome[], signal?: AbortSignal) {
  const system = testSystem();
  const good = injected({ binding: 'session', allowedHosts: [upstream.host] });
  const lambda = fakeLambda(...(outcomes ?? [{ answer: good }]));
  const injector = createInjector({ functionName: 'f', client: lambda, system });
  const options = {
    injector,
    workspaceId: 'acme',
    server: 's',
    tool: 'list_notes',
    url: upstream.url,
    system,
    ...(signal && { signal }),
  };
  const run = <Result>(use: (fetch: FetchLike) => Promise<Result>) => withSession(options, use);
  return { run, lambda, system };
}
