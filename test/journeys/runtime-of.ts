/** Asks token-injector of a world as a runtime does: over Lambda's Invoke API, with the people's own tokens. */
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import type { World } from './world.ts';

export function runtimeOf({ environment }: World): (event: object) => Promise<InjectionAnswer> {
  const url = `${environment.urls.lambda}/2015-03-31/functions/token-injector/invocations`;
  // The endpoint takes any signature: on this machine every process may invoke.
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=local', 'content-type': 'application/json' };
  return async (event) => {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(event) });
    return (await response.json()) as InjectionAnswer;
  };
}
