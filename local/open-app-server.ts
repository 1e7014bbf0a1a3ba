import type { RequestListener } from 'node:http';
import type { appListener } from './app-server.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';

type Listener = ReturnType<typeof appListener>;

/** Starts the app server before there is an app, because redirect URIs and settings contain its origin. */
export async function openAppServer(port: number) {
  let listener: Listener | undefined;
  const answering = new Set<Promise<unknown>>();
  const answer: RequestListener = (request, response) => {
    if (!listener) {
      response.writeHead(503).end('The local environment does not run.');
      return;
    }
    const answered = Promise.resolve(listener(request, response)).finally(() => answering.delete(answered));
    answering.add(answered);
  };
  const server = await listenOnLoopback(port, () => answer, { mayBeFramed: true });
  return {
    ...server,
    serve: (ready: Listener) => {
      listener = ready;
    },
    /** Begins no further answer, and waits for those that were begun: they still read the table. */
    async drain() {
      listener = undefined;
      await Promise.allSettled(answering);
    },
  };
}
