/** Runs an uploaded bundle in a Node 24 process of its own, with the deployed variables and nothing of this one's. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DeployedFunction } from './deployed.ts';
import type { Internet } from './internet.ts';

export interface FunctionProcess {
  invoke(event: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export interface Surroundings {
  aws: Record<string, string>;
  internet: Internet;
  /** Where functions find Lambda itself. */
  lambdaEndpoint: string;
  /** Every line that the functions log is added. */
  logged: string[];
}

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export async function startFunction(
  { bundle, variables, timeoutMs }: DeployedFunction,
  { aws, internet, lambdaEndpoint, logged }: Surroundings,
): Promise<FunctionProcess> {
  const child = fork(pathOf('function-host.ts'), [bundle], {
    execArgv: ['--import', pathOf('routes-to-this-machine.ts')],
    env: {
      ...variables,
      ...aws,
      AWS_ENDPOINT_URL_LAMBDA: lambdaEndpoint,
      NODE_EXTRA_CA_CERTS: internet.authorityFile,
      REHEARSAL_HOSTS: internet.hosts.join(' '),
      REHEARSAL_PORT: String(internet.port),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => logged.push(text));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const gone = once(child, 'exit').then(() => process.off('exit', kill));
  const failed = gone.then(() => Promise.reject(new Error(`a function ended: ${logged.slice(-3).join('')}`)));
  failed.catch(() => {});
  await Promise.race([once(child, 'message'), failed]);
  return {
    invoke: (event) => Promise.race([invoke(child, event, timeoutMs), failed]),
    close: async () => {
      kill();
      await gone;
    },
  };
}

let invocations = 0;

function invoke(child: ChildProcess, event: unknown, timeoutMs: number): Promise<unknown> {
  const id = ++invocations;
  return new Promise((fulfil, reject) => {
    const timer = setTimeout(() => reject(new Error('the function timed out')), timeoutMs);
    const listen = (message: { id: number; answer?: unknown; error?: string }) => {
      if (message.id !== id) return;
      clearTimeout(timer);
      child.off('message', listen);
      if (message.error === undefined) fulfil(message.answer);
      else reject(new Error(message.error));
    };
    child.on('message', listen);
    child.send({ id, event, timeoutMs });
  });
}
