import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** What a function answers to `request`, waited for. Rejects where it failed. */
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

/** The function's own error is not told on: its message could quote anything. */
class FunctionFailed extends Error {
  constructor(name: string) {
    super(`${name} failed`);
    this.name = 'FunctionFailed';
  }
}
