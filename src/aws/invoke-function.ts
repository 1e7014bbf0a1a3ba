import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** Invokes a function and returns its parsed answer. Rejects if the function failed. `timeout` is in milliseconds. */
export async function invokeFunction(
  client: LambdaClient,
  name: string,
  { request, timeout }: { request: object; timeout?: number },
): Promise<unknown> {
  const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(request)) });
  const options = timeout === undefined ? {} : { requestTimeout: timeout };
  const { Payload, FunctionError } = await client.send(command, options);
  if (FunctionError || !Payload) throw new FunctionFailed(name);
  return JSON.parse(Buffer.from(Payload).toString('utf8'));
}

/** It does not include the function's error, whose message could contain a secret. */
class FunctionFailed extends Error {
  constructor(name: string) {
    super(`${name} failed`);
    this.name = 'FunctionFailed';
  }
}
