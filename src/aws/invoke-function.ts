/**
 * Invokes functions with one signed request each (Lambda API Reference, Invoke). The SDK's client knows some eighty operations more,
 * and would be a sixth of the injector's start; its signature and its credentials are used.
 */
import { partition } from '@aws-sdk/core/client';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Answer, requestHandler, type Timeouts } from './request-handler.ts';
import { Sha256 } from './sha256.ts';

/** The `request` is the event. `timeout`: milliseconds for the whole invocation, where that is less than the invoker's own. */
export type InvokeFunction = (
  name: string,
  invocation: { request: object; timeout?: number | undefined },
) => Promise<unknown>;

/** Where Lambda is, as the SDK's environment variables say. */
export interface LambdaAddress {
  region: string;
  /** Absent: Lambda's own in the partition of the Region. */
  endpoint?: string | undefined;
}

/**
 * An invoker for one process; the credentials come from the environment variables of the SDK. It makes one attempt, and returns the parsed answer. Rejects with {@link FunctionFailed}, with {@link InvocationRefused}, or if there was no answer.
 */
export function functionInvoker({ region, ...at }: LambdaAddress, timeouts: Timeouts): InvokeFunction {
  const endpoint = new URL(at.endpoint ?? `https://lambda.${region}.${partition(region).dnsSuffix}`);
  const handler = requestHandler(timeouts);
  const signer = new SignatureV4({ service: 'lambda', region, credentials: fromEnv(), sha256: Sha256 });
  return async (name, { request, timeout }) => {
    const signed = await signer.sign(invocationOf(endpoint, name, JSON.stringify(request)));
    const { response } = await handler.handle(signed, { timeouts: sharing(timeouts, timeout) });
    return answerOf(name, response);
  };
}

/** To connect and to wait for the answer take the given time together. Node takes 0 for "no timeout". */
function sharing({ connect, silence }: Timeouts, milliseconds = connect + silence): Timeouts {
  const toConnect = Math.max(1, Math.min(connect, milliseconds / 2));
  return { connect: toConnect, silence: Math.max(1, Math.min(silence, milliseconds - toConnect)) };
}

function invocationOf({ protocol, hostname, port, host }: URL, name: string, body: string) {
  return {
    method: 'POST',
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
    query: {},
    headers: { host, 'content-type': 'application/json' },
    body,
  };
}

/** A function that threw answers 200 too, with a header that says so. */
function answerOf(name: string, { statusCode, headers, body }: Answer): unknown {
  if (statusCode !== 200) throw new InvocationRefused(headers['x-amzn-errortype']);
  if (headers['x-amz-function-error'] !== undefined || body.length === 0) throw new FunctionFailed(name);
  return JSON.parse(Buffer.from(body).toString('utf8'));
}

/** It does not include the function's error, whose message could contain a secret. */
class FunctionFailed extends Error {
  constructor(name: string) {
    super(`${name} failed`);
    this.name = 'FunctionFailed';
  }
}

/** Lambda did not invoke the function. The name is that of Lambda's error, such as `AccessDeniedException`. */
class InvocationRefused extends Error {
  constructor(type: string | undefined) {
    super('Lambda refused the invocation');
    this.name = /^[A-Za-z]{1,60}/.exec(type ?? '')?.[0] ?? 'InvocationRefused';
  }
}
