/** Runs the worker in workerd, on loopback. */
import { createServer } from 'node:net';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const HERE = new URL('.', import.meta.url).pathname;

export interface RunningWorker {
  /** The MCP server's URL. */
  url: string;
  close(): Promise<void>;
}

export async function startWorker(): Promise<RunningWorker> {
  const bundle = await build({
    entryPoints: [`${HERE}worker.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'import'],
    external: ['cloudflare:*'],
  });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const worker = new Miniflare({
    modules: true,
    script: bundle.outputFiles[0]?.text ?? '',
    host: '127.0.0.1',
    port,
    compatibilityDate: '2026-06-01',
    compatibilityFlags: ['nodejs_compat'],
    kvNamespaces: ['OAUTH_KV'],
    bindings: { ORIGIN: origin },
  });
  await worker.ready;
  return { url: `${origin}/mcp`, close: () => worker.dispose() };
}

/** The worker must know its origin before it starts. */
function freePort(): Promise<number> {
  return new Promise((fulfil, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => fulfil(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
