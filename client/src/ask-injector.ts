/** Invokes the injector once. judge-answer.ts checks its answer. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { startDeadline } from './deadline.ts';
import type { InjectorFailure } from './errors.ts';
import type { InvokingClient } from './lambda-client.ts';
import { LIMITS } from './limits.ts';
import type { System } from './system.ts';

/** The injector's function and the client to invoke it. */
export interface InjectorAddress {
  client: InvokingClient;
  functionName: string;
  system: System;
}

/** The result of one invocation. */
export type Asked =
  /** `attempts` is more than one if the SDK repeated the invocation with the same id. */
  { kind: 'answered'; answer: unknown; attempts: number } | { kind: 'lost'; failure: InjectorFailure };

/** Invokes the injector. Rejects only if the caller's signal is aborted. */
export async function askInjector(
  { client, functionName, system }: InjectorAddress,
  { request, signal }: { request: object; signal: AbortSignal | undefined },
): Promise<Asked> {
  const deadline = startDeadline(system, {
    milliseconds: LIMITS.invoke,
    error: new Error('timeout'),
    others: [signal],
  });
  const command = new InvokeCommand({
    FunctionName: functionName,
    InvocationType: 'RequestResponse',
    Payload: Buffer.from(JSON.stringify(request)),
  });
  try {
    const output = await client.send(command, { abortSignal: deadline.signal });
    if (output.FunctionError !== undefined) return { kind: 'lost', failure: 'function_failed' };
    return {
      kind: 'answered',
      answer: parsed(output.Payload),
      attempts: output.$metadata?.attempts ?? 1,
    };
  } catch (error) {
    signal?.throwIfAborted();
    return { kind: 'lost', failure: deadline.signal.aborted ? 'timeout' : failureOf(error) };
  } finally {
    deadline.clear();
  }
}

/** The parsed payload, or undefined if it is not JSON. The parser's error would quote the payload. */
function parsed(payload: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(payload ?? []).toString('utf8'));
  } catch {
    return undefined;
  }
}

interface SdkError {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

/** The SDK's error without a region has this message, and no name of its own. */
const REGION_IS_MISSING = 'Region is missing';

/** Classifies an SDK error by its name and status code. The error is not kept, because it can contain the response's body. */
function failureOf(error: unknown): InjectorFailure {
  const { name = '', message, $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  if (status === 429 || name === 'TooManyRequestsException') return 'throttled';
  if (name === 'TimeoutError') return 'timeout';
  // The SDK itself failed, and sent nothing.
  if (status === undefined && name.includes('Credential')) return 'no_credentials';
  if (status === undefined && message === REGION_IS_MISSING) return 'no_region';
  if (status !== undefined && status >= 400 && status < 500) return 'denied';
  return 'network';
}
