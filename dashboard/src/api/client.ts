/** Requests to the HTTP API in the name of the person who is signed in. */
import { ApiProblem, problemOf } from './api-problem.ts';

/** Who is signed in, as far as a request needs to know. */
export interface Credentials {
  /** An access token that is not about to end, where one can be had without the person. */
  accessToken(): Promise<string>;
  /** The API refused this token. True: there is another one now, without the person. */
  renew(refused: string): Promise<boolean>;
  /** The API refused the new token too. */
  refuse(): void;
}

export class ApiClient {
  readonly #origin: string;
  readonly #credentials: Credentials;

  constructor(origin: string, credentials: Credentials) {
    this.#origin = origin;
    this.#credentials = credentials;
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (await this.request(method, path, body)).json()) as T;
  }

  /** The answer, if it is a success. Throws {@link ApiProblem}. */
  async request(method: string, path: string, body?: unknown): Promise<Response> {
    const token = await this.#credentials.accessToken();
    const response = await this.#send(token, { method, path, body });
    if (response.ok) return response;
    // A refused token changed nothing, so the request can be repeated whatever it does.
    if (response.status === 401 && (await this.#credentials.renew(token))) {
      const again = await this.#send(await this.#credentials.accessToken(), { method, path, body });
      if (again.ok) return again;
      if (again.status === 401) this.#credentials.refuse();
      throw await problemOf(again);
    }
    throw await problemOf(response);
  }

  #send(token: string, { method, path, body }: { method: string; path: string; body: unknown }) {
    const hasBody = body !== undefined;
    return fetch(this.#origin + path, {
      method,
      headers: {
        accept: 'application/json, text/csv',
        authorization: `Bearer ${token}`,
        ...(hasBody && { 'content-type': 'application/json' }),
      },
      ...(hasBody && { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    }).catch(() => {
      throw new ApiProblem({
        title: 'Not reachable',
        detail: 'The service did not answer. Check your network.',
      });
    });
  }
}

/** A path below a workspace, out of segments that are encoded here. */
export function inWorkspace(workspace: string, ...segments: string[]): string {
  return `/v1/workspaces/${[workspace, ...segments].map(encodeURIComponent).join('/')}`;
}

/** `?a=b` of what is given, or nothing. */
export function queryOf(given: Record<string, string | number | boolean | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query}`;
}
