/** An injector whose function answers as the test says. */
import { createInjector, type InjectRequest } from '../../client/src/index.ts';
import { fakeLambda, injected, type Outcome } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { testSystem } from './test-system.ts';

export const REQUEST: InjectRequest = {
  workspaceId: 'acme',
  operation: { kind: 'call', server: 'demo-notes', tool: 'list_notes', host: 'mcp.example.com' },
};
export const GOOD: Outcome = { answer: injected() };

/** Answers with the outcomes in turn. */
export function setUpInjector(...outcomes: Outcome[]) {
  const client = fakeLambda(...outcomes);
  const system = testSystem();
  const injector = createInjector({
    functionName: 'token-injector:live',
    client,
    callerToken: 'caller.jwt.x',
    system,
  });
  return { client, system, injector };
}

/** What asking ends with that must not succeed. */
export async function failureOf(...outcomes: Outcome[]) {
  const { client, system, injector } = setUpInjector(...outcomes);
  return { client, system, error: await rejection(injector.inject(REQUEST)) };
}
