/** One invoke of the injector. Whether its answer is acceptable is judged in judge-answer.ts. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { startDeadline } from './deadline.ts';
import type { InjectorFailure } from './errors.ts';
import type { InvokingClient } from './lambda-client.ts';
import { LIMITS } from './limits.ts';
import type { System } from './system.ts';

export interface InjectorAddress {
  client: InvokingClient;
  functionName: string;
  system: System;
}

export type Asked =
  /** `attempts`: more than one if the SDK client repeated it by itself, with the same id. */
  { kind: 'answered'; answer: unknown; attempts: number } | { kind: 'lost'; failure: InjectorFailure };

/** Rejects only when the caller's signal is aborted. */
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

/** Undefined where it is not JSON: the parser's own error would quote the text. */
function parsed(payload: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(payload ?? []).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** By the SDK's names and status codes alone. The error itself is not kept: it can hold the response's body. */
function failureOf(error: unknown): InjectorFailure {
  const { name = '', $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === 429 || name === 'TooManyRequestsException') return 'throttled';
  if (name === 'TimeoutError') return 'timeout';
  if (name.includes('Credential') || (status !== undefined && status >= 400 && status < 500)) return 'denied';
  return 'network';
}
