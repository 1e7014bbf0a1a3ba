import type { appListener } from './app-server.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';

type Listener = ReturnType<typeof appListener>;

/** Starts the app server before there is an app, because redirect URIs and settings contain its origin. */
export async function openAppServer(port: number) {
  let listener: Listener | undefined;
  const server = await listenOnLoopback(port, () => (request, response) => {
    if (listener) void listener(request, response);
    else response.writeHead(503).end('The local environment is starting.');
  });
  return {
    ...server,
    serve: (ready: Listener) => {
      listener = ready;
    },
  };
}
