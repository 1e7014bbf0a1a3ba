import { type InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { LIMITS } from './limits.ts';

/** What is needed of the SDK's `LambdaClient`. */
export interface InvokingClient {
  send(
    command: InvokeCommand,
    options?: { abortSignal?: AbortSignal },
  ): Promise<{
    Payload?: Uint8Array;
    FunctionError?: string;
    $metadata?: { attempts?: number };
  }>;
  destroy?(): void;
}

/**
 * One attempt: an operation id works once, so a repeated invoke would be refused as a replay of the first, whose answer is
 * lost. Repeating is the injector's business here, with a new id.
 */
export function defaultLambdaClient(): InvokingClient {
  return new LambdaClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: LIMITS.invokeConnect,
      requestTimeout: LIMITS.invoke,
      // Without it the SDK only warns.
      throwOnRequestTimeout: true,
    },
  });
}
