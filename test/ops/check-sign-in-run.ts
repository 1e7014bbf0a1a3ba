/** Runs `npm run check-sign-in` as an operator does, and answers as an issuer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Told {
  code: number;
  stdout: string;
  stderr: string;
}

export async function checkSignIn(...args: string[]): Promise<Told> {
  const child = spawn(process.execPath, ['ops/check-sign-in.ts', ...args], { cwd: ROOT, stdio: 'pipe' });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}

/** What the command said of each client, by its id. */
export function verdictsIn({ stdout }: Told): Record<string, { verdict: string; sentence: string }> {
  const { clients } = JSON.parse(stdout) as {
    clients: { client: string; verdict: string; sentence: string }[];
  };
  return Object.fromEntries(clients.map(({ client, ...rest }) => [client, rest]));
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface ScriptedIssuers extends LoopbackServer {
  /** The paths that were asked for. */
  asked: string[];
  /** An issuer at a path of its own, which answers with these metadata or as it is told. Returns the issuer's URL. */
  issuer(name: string, metadata: object | Answer, place?: 'oauth' | 'openid'): string;
}

/** Issuers whose metadata is written down. Each other path answers 404. */
export async function startIssuers(): Promise<ScriptedIssuers> {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const server = await listenOnLoopback(0, () => (request, response) => {
    asked.push(request.url ?? '');
    const answer = answers.get(request.url ?? '');
    if (answer) answer(response, request);
    else response.writeHead(404).end();
  });
  const issuer: ScriptedIssuers['issuer'] = (name, metadata, place = 'oauth') => {
    const path = {
      oauth: `/.well-known/oauth-authorization-server/${name}`,
      openid: `/${name}/.well-known/openid-configuration`,
    }[place];
    const asJson: Answer = (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
    answers.set(path, typeof metadata === 'function' ? (metadata as Answer) : asJson);
    return `${server.origin}/${name}`;
  };
  return { ...server, asked, issuer };
}

/** Metadata of an issuer that takes documents and registers clients, but for what is said. */
export function metadataOf(issuer: string, changes: Record<string, unknown> = {}): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    client_id_metadata_document_supported: true,
    token_endpoint_auth_methods_supported: ['none', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
    authorization_response_iss_parameter_supported: true,
    ...changes,
  };
}
