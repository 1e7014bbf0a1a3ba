/** One deployed function's process: loads the bundle named in argv, and answers each event that its parent sends. */
import { pathToFileURL } from 'node:url';

interface Invocation {
  id: number;
  event: unknown;
  timeoutMs: number;
}

const { handler } = await import(pathToFileURL(process.argv[2] ?? '').href);

process.on('message', async ({ id, event, timeoutMs }: Invocation) => {
  const end = Date.now() + timeoutMs;
  const context = { awsRequestId: String(id), getRemainingTimeInMillis: () => end - Date.now() };
  try {
    process.send?.({ id, answer: await handler(event, context) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : 'failed' });
  }
});
process.send?.({ ready: true });
