/**
 * A session for one tool call, for servers that take the token at `initialize` and keep it for the session (binding
 * `session`). All requests of the session carry the same injection.
 */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { afterResponse } from './after-response.ts';
import { askedFor } from './asked-for.ts';
import type { CallOptions } from './call-with-token.ts';
import { CallNotMade } from './errors.ts';
import { type About, type InjectionTarget, requestFor } from './injection-target.ts';
import { KnownSecrets } from './known-secrets.ts';
import { LIMITS } from './limits.ts';
import { type FetchLike, type OutgoingRequest, readOutgoing } from './outgoing-request.ts';
import { type SendOptions, sendRequest } from './send-request.ts';

/** Options of {@link withSession}. */
export interface SessionOptions extends InjectionTarget, SendOptions, Pick<CallOptions, 'isRejected'> {
  /** The server's endpoint. The session sends no request to another origin. */
  url: string | URL;
  /** The tool to call. */
  tool: string;
  /** Ends the session before it is finished. */
  signal?: AbortSignal;
}

/**
 * Gets a token for one call of `tool`, and calls `use` with a fetch for a new transport. In `use`: connect a client, call
 * the tool, close the client. Afterwards a `DELETE` ends the session at the server (best effort), open streams are cut,
 * and the fetch refuses further requests.
 *
 * @throws {NotInjected | InjectorUnreachable | CallNotMade} before `use` is called; otherwise the error of `use`
 */
export async function withSession<Result>(
  options: SessionOptions,
  use: (fetch: FetchLike) => Promise<Result>,
): Promise<Result> {
  const { url } = await readOutgoing(options.url, {}, options.plainHttpHosts);
  const session = new Session(options, url);
  await session.open();
  try {
    return await use(session.fetch);
  } finally {
    await session.close();
  }
}

/** The methods that a client needs for one tool call. The token was not requested for others, such as `resources/read`. */
const TOOL_CALL_METHODS =
  /^(initialize|ping|server\/discover|tools\/(list|call)|logging\/setLevel|notifications\/.*)$/;

class Session {
  readonly #options: SessionOptions;
  readonly #address: URL;
  readonly #budget;
  /** Cuts open requests at the end. */
  readonly #cut = new AbortController();
  readonly #known = new KnownSecrets();
  #injection: Injection | undefined;
  /** Whether the server has accepted the token once. */
  #isEstablished = false;
  #isSpent = false;
  #isOver = false;
  #id: string | null = null;
  #protocolVersion: string | null = null;

  constructor(options: SessionOptions, address: URL) {
    this.#options = options;
    this.#address = address;
    this.#budget = options.injector.startCall();
  }

  async open(): Promise<void> {
    this.#injection = await this.#ask();
    const { signal } = this.#options;
    if (signal?.aborted) this.#end();
    else signal?.addEventListener('abort', this.#end, { once: true });
  }

  /** Refuses further requests, and cuts open ones with the reason of the signal. */
  readonly #end = () => {
    this.#isOver = true;
    this.#cut.abort(this.#options.signal?.reason);
  };

  readonly fetch: FetchLike = async (input, init) => {
    const outgoing = await readOutgoing(input, init, this.#options.plainHttpHosts);
    const injection = this.#current();
    this.#refuseForeign(outgoing);
    let challengedScopes: string[] | undefined;
    const response = await this.#send(outgoing, injection, (scopes) => {
      challengedScopes = scopes;
    });
    const answer = await this.#judged(response, { outgoing, injection, challengedScopes });
    this.#noteSession(outgoing, answer);
    return answer;
  };

  async close(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#end);
    const id = this.#id;
    try {
      if (id !== null) await this.#endAtServer(id);
    } catch {
      // The server's own timeout ends the session later. This process does not use the token again.
    } finally {
      this.#injection = undefined;
      this.#cut.abort(new CallNotMade('session_over'));
    }
  }

  #current(): Injection {
    if (!this.#injection || this.#isOver) throw new CallNotMade('session_over');
    return this.#injection;
  }

  async #ask(about: About = {}, budget = this.#budget): Promise<Injection> {
    const { injector, server, tool, signal } = this.#options;
    const request = requestFor(this.#options, { kind: 'call', server, tool, host: this.#address.host });
    const injection = await injector.inject({ ...request, ...about }, { budget, signal });
    if (injection.binding !== 'session') throw new CallNotMade('wrong_binding');
    return injection;
  }

  /** Refuses a second tool call, a call of another tool, and any method for which the token was not requested. */
  #refuseForeign({ url, message }: OutgoingRequest): void {
    if (url.origin !== this.#address.origin) throw new CallNotMade('host_not_allowed');
    const { tool, methods } = askedFor(message);
    if (methods.some((method) => !TOOL_CALL_METHODS.test(method))) throw new CallNotMade('not_of_session');
    if (tool === undefined) return;
    if (tool !== this.#options.tool) throw new CallNotMade('not_of_session');
    if (this.#isSpent) throw new CallNotMade('session_spent');
    this.#isSpent = true;
  }

  #send(
    outgoing: OutgoingRequest,
    injection: Injection,
    onChallenge?: (scopes: string[]) => void,
  ): Promise<Response> {
    const { server } = this.#options;
    return sendRequest(this.#options, {
      server,
      outgoing,
      injection,
      known: this.#known,
      signal: this.#cut.signal,
      onChallenge,
    });
  }

  /**
   * Tells the broker of a token that was refused. Until the server has accepted the token there is no session, so a repetition
   * cannot do anything twice.
   */
  #judged(
    response: Response,
    sent: { outgoing: OutgoingRequest; injection: Injection; challengedScopes: string[] | undefined },
  ): Promise<Response> {
    return afterResponse(response, {
      ...sent,
      budget: this.#budget,
      ask: (about, budget) => this.#ask(about, budget),
      isSafeToRepeat: !this.#isEstablished && !this.#isSpent,
      sendAgain: (fresh) => {
        this.#injection = fresh;
        return this.#send(sent.outgoing, fresh);
      },
      isRejected: this.#options.isRejected,
    });
  }

  #noteSession({ method, headers }: OutgoingRequest, response: Response): void {
    if (response.ok) this.#isEstablished = true;
    this.#id = response.headers.get('mcp-session-id') ?? this.#id;
    this.#protocolVersion = new Headers(headers).get('mcp-protocol-version') ?? this.#protocolVersion;
    if (method === 'DELETE') this.#id = null;
  }

  async #endAtServer(id: string): Promise<void> {
    const headers: Record<string, string> = { 'mcp-session-id': id };
    if (this.#protocolVersion !== null) headers['mcp-protocol-version'] = this.#protocolVersion;
    const outgoing = await readOutgoing(
      this.#address,
      { method: 'DELETE', headers },
      this.#options.plainHttpHosts,
    );
    const { server } = this.#options;
    const options = { ...this.#options, responseTimeout: LIMITS.sessionEnd };
    const response = await sendRequest(options, {
      server,
      outgoing,
      injection: this.#injection,
      known: this.#known,
    });
    await response.body?.cancel();
  }
}
