/** Stands for Lambda's Invoke API where a test decides what the injector answers. */
import type { InvokeCommand } from '@aws-sdk/client-lambda';
import type { InvokingClient } from '../../client/src/index.ts';
import type {
  Injection,
  InjectionAnswer,
  InjectionRequest,
  Refusal,
} from '../../src/contract/injection-messages.ts';

/** As opaque tokens look; holds what JSON, URLs and base64 write differently. */
export const TOKEN = 'ya29.A0+rSt/uVw_xYz-0123=456~789';
export const BEARER = `Bearer ${TOKEN}`;

export function injected(more: Partial<Injection> = {}): InjectionAnswer {
  return {
    isAuthorized: true,
    context: {
      connectionId: 'demo',
      generation: 1,
      headers: { Authorization: BEARER },
      removeHeaders: ['Cookie'],
      allowedHosts: ['mcp.example.com'],
      binding: 'request',
      expiresAt: '2099-01-01T00:00:00.000Z',
      maxUses: 1,
      ...more,
    },
  };
}

export function refused(reason: Refusal['reason'], more: Partial<Refusal> = {}): InjectionAnswer {
  return { isAuthorized: false, context: { reason, message: `Because of ${reason}.`, ...more } };
}

/** An answer of the function, or what the SDK makes of anything else. */
export type Outcome =
  | { answer: unknown; attempts?: number }
  | { payload: string }
  | { functionError: string; payload?: string }
  | { error: object }
  | { hangs: true };

export interface FakeLambda extends InvokingClient {
  requests: InjectionRequest[];
  functionNames: (string | undefined)[];
  ids(): string[];
}

/** Gives the outcomes in turn, the last one for ever. A function decides by the request. */
export function fakeLambda(...outcomes: (Outcome | ((request: InjectionRequest) => Outcome))[]): FakeLambda {
  const requests: InjectionRequest[] = [];
  const functionNames: (string | undefined)[] = [];
  return {
    requests,
    functionNames,
    ids: () => requests.map(({ operation }) => operation.id),
    async send(command: InvokeCommand, { abortSignal } = {}) {
      const request = JSON.parse(Buffer.from(command.input.Payload as Uint8Array).toString());
      requests.push(request);
      functionNames.push(command.input.FunctionName);
      const next = outcomes[Math.min(requests.length, outcomes.length) - 1] ?? { hangs: true };
      const outcome = typeof next === 'function' ? next(request) : next;
      if ('hangs' in outcome) return untilAborted(abortSignal);
      if ('error' in outcome) throw outcome.error;
      if ('functionError' in outcome)
        return { FunctionError: outcome.functionError, Payload: Buffer.from(outcome.payload ?? '{}') };
      const payload = 'payload' in outcome ? outcome.payload : JSON.stringify(outcome.answer);
      const attempts = 'attempts' in outcome ? outcome.attempts : 1;
      return { Payload: Buffer.from(payload), $metadata: { attempts } };
    },
  };
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () =>
      reject(Object.assign(new Error('aborted'), { name: 'AbortError' })),
    );
  });
}

/** What SDK errors look like, with what must not come out of them. */
export function sdkError(name: string, httpStatusCode?: number): object {
  return Object.assign(new Error(`${name} ${TOKEN}`), {
    name,
    $metadata: httpStatusCode === undefined ? {} : { httpStatusCode },
    $responseBodyText: TOKEN,
  });
}
