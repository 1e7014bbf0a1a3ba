/** Starts a real gateway with what `connections-door configure` prints, and no line of its own but where its files are. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binaryOf, type GatewayHere, LIBRARIES } from './programs.ts';

const COMMAND = new URL('../../client/dist/connections-door.js', import.meta.url).pathname;
export const SECRET = 'secret-of-this-gateway-with-more-than-32-bytes';

export interface Running {
  url: string;
  /** All that the program wrote. */
  output(): string;
  close(): Promise<void>;
}

/** Runs `connections-door`; rejects with what it wrote if it fails. */
export async function connectionsDoor(
  args: string[],
  environment: Record<string, string> = {},
): Promise<string> {
  const env = { PATH: process.env.PATH, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args], { env });
  return stdout;
}

/** `door` is where the gateway asks; `source` is how configure finds the registration. */
export async function startGateway(
  gateway: GatewayHere,
  {
    server,
    source,
    door,
    more = [],
  }: { server: string; source: { args: string[]; token?: string }; door: string; more?: string[] },
): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), `door-${gateway}-`));
  const at = more.indexOf('--listen');
  const listen = at < 0 ? `127.0.0.1:${await freePort()}` : (more[at + 1] as string);
  const configure = (part: string) =>
    connectionsDoor(
      [
        'configure',
        '--gateway',
        gateway,
        '--server',
        server,
        '--door',
        door,
        ...(at < 0 ? ['--listen', listen] : []),
        '--part',
        part,
        ...more,
        ...source.args,
      ],
      source.token === undefined ? {} : { CONNECTIONS_TOKEN: source.token },
    );
  const args = await FILES[gateway](folder, configure);
  const program = run(binaryOf(gateway), args, {
    CONNECTIONS_DOOR_SECRET: SECRET,
    HOME: folder,
    LD_LIBRARY_PATH: LIBRARIES,
  });
  await listening(listen, program);
  return {
    url: `http://${listen}/mcp/${server}`,
    output: program.output,
    async close() {
      await program.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Configure = (part: string) => Promise<string>;

/** Writes the files of a gateway; returns the arguments of its program. */
const FILES: Record<GatewayHere, (folder: string, configure: Configure) => Promise<string[]>> = {
  async caddy(folder, configure) {
    const file = join(folder, 'Caddyfile');
    await writeFile(file, `{\n\tadmin off\n}\n${await configure('gateway')}`);
    return ['run', '--config', file, '--adapter', 'caddyfile'];
  },
  async nginx(folder, configure) {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (each) => `${each}_temp_path ${folder}/${each};`,
    );
    // An operator's cache is switched on for all that does not switch it off.
    const cache = `proxy_cache_path ${folder}/cache keys_zone=kept:1m; proxy_cache kept; proxy_cache_valid any 1h; proxy_cache_methods GET HEAD POST; proxy_ignore_headers Cache-Control Vary Expires;`;
    const http = `http { access_log ${folder}/access.log; ${cache} ${temporary.join(' ')}\n${substituted(await configure('gateway'))}}`;
    const file = join(folder, 'nginx.conf');
    await writeFile(
      file,
      `daemon off; master_process off; pid ${folder}/pid; error_log stderr info; events {}\n${http}\n`,
    );
    return ['-p', folder, '-c', file];
  },
  async haproxy(folder, configure) {
    const lua = join(folder, 'door.lua');
    await writeFile(lua, await configure('lua'));
    const file = join(folder, 'haproxy.cfg');
    const config = (await configure('gateway')).replace(/\/etc\/haproxy\/\w+\.lua/, lua);
    await writeFile(file, `${config}\nfrontend ready\n`.replace(/\nfrontend ready\n$/, '\n'));
    return ['-f', file, '-db'];
  },
  async envoy(folder, configure) {
    const file = join(folder, 'envoy.json');
    await writeFile(file, substituted(await configure('gateway')));
    return ['-c', file, '--use-dynamic-base-id', '--concurrency', '1', '--log-level', 'warning'];
  },
};

/** What envsubst does with the name of the secret. */
const substituted = (text: string) => text.replaceAll(`$\{CONNECTIONS_DOOR_SECRET}`, SECRET);

export interface Program {
  output(): string;
  isOver(): boolean;
  /** Resolves when a line was written that matches. */
  wrote(pattern: RegExp): Promise<RegExpExecArray>;
  end(): Promise<void>;
}

export function run(binary: string, args: string[], env: Record<string, string>): Program {
  const child: ChildProcess = spawn(binary, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const over = once(child, 'close');
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  return {
    output: () => output,
    isOver: () => child.exitCode !== null,
    async wrote(pattern) {
      for (;;) {
        const found = pattern.exec(output);
        if (found) return found;
        if (child.exitCode !== null) throw new Error(output);
        await Promise.race([once(child.stdout as never, 'data'), over]);
      }
    },
    async end() {
      child.kill('SIGKILL');
      await over;
    },
  };
}

/** The command itself, with a configuration in a file. */
export async function startDoorCommand(
  config: object,
  environment: Record<string, string>,
): Promise<{ address: string } & Program> {
  const folder = await mkdtemp(join(tmpdir(), 'door-config-'));
  const file = join(folder, 'door.json');
  await writeFile(file, JSON.stringify(config));
  const program = run(process.execPath, [COMMAND, 'serve', '--config', file], environment);
  const [, address = ''] = await program.wrote(/"listening":"([^"]+)"/);
  const end = async () => {
    await program.end();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...program, address, end };
}

/** Tries until the program accepts connections. */
async function listening(address: string, program: Program): Promise<void> {
  const { hostname, port } = new URL(`http://${address}`);
  while (!(await accepts(hostname, Number(port)))) {
    if (program.isOver()) throw new Error(program.output());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
