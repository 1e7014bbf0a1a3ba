/** An injecting fetch in front of a raw upstream, with an injector that answers as the test says. */
import {
  createInjector,
  type InjectingFetchOptions,
  injectingFetch,
  type Leak,
} from '../../client/src/index.ts';
import type { Injection, InjectionRequest } from '../../src/contract/injection-messages.ts';
import { fakeLambda, injected, type Outcome } from './fake-injector.ts';
import { testSystem } from './test-system.ts';
import { posted, toolCall, type Upstream } from './upstream.ts';

type Scripted = Outcome | ((request: InjectionRequest) => Outcome);

export function setUpFetch(
  upstream: Pick<Upstream, 'url' | 'host'>,
  {
    injection = {},
    outcomes,
    ...options
  }: { injection?: Partial<Injection>; outcomes?: Scripted[] } & Partial<InjectingFetchOptions> = {},
) {
  const system = testSystem();
  const lambda = fakeLambda(
    ...(outcomes ?? [{ answer: injected({ allowedHosts: [upstream.host], ...injection }) }]),
  );
  const injector = createInjector({ functionName: 'token-injector', client: lambda, system });
  const leaks: Leak[] = [];
  const onLeak = (leak: Leak) => leaks.push(leak);
  const common = { injector, workspaceId: 'acme', server: 'demo-notes', system, onLeak };
  const send = injectingFetch({ ...common, ...options });
  const call = (headers: Record<string, string> = {}, url = upstream.url) =>
    send(url, posted(toolCall(), headers));
  return { send, call, lambda, leaks, system };
}
