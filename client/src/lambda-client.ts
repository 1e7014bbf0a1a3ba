import { type InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { LIMITS } from './limits.ts';

/** The used part of the SDK's `LambdaClient`. */
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
 * A client that makes one attempt. An operation id works once, so the injector would refuse a repeated invocation as a
 * replay. This package repeats with a new id instead.
 */
export function defaultLambdaClient(): InvokingClient {
  return new LambdaClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: LIMITS.invokeConnect,
      requestTimeout: LIMITS.invoke,
      // Without this option the SDK only logs a warning.
      throwOnRequestTimeout: true,
    },
  });
}
