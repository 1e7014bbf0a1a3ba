/** Hosts in memory, behind the port through which every request of the broker goes, and a record of what arrived where. */
import {
  type ProviderFetch,
  ProviderFetchError,
  type ProviderRequest,
} from '../../src/oauth/provider-fetch.ts';

/** One request as it arrived. */
export interface Arrived {
  url: URL;
  method: string;
  /** With names in small letters. */
  headers: Record<string, string>;
  body: string;
}

export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** A text as it is, anything else as JSON. */
  body?: unknown;
}

export type Answering = ScriptedAnswer | ((arrived: Arrived) => ScriptedAnswer | Promise<ScriptedAnswer>);

export class ScriptedInternet {
  readonly arrived: Arrived[] = [];
  readonly #places = new Map<string, Answering>();
  readonly #silent = new Set<string>();

  /** Answers at an address from now on. Undefined: 404 from now on. */
  at(url: string, answering: Answering | undefined): void {
    if (answering) this.#places.set(url, answering);
    else this.#places.delete(url);
  }

  /** An origin that accepts no connection, or accepts them again. */
  silence(origin: string, isSilent = true): void {
    if (isSilent) this.#silent.add(origin);
    else this.#silent.delete(origin);
  }

  /** What arrived below an address. */
  to(prefix: string): Arrived[] {
    return this.arrived.filter(({ url }) => url.href.startsWith(prefix));
  }

  /** Where a secret arrived, in whatever part of a request: each address once. */
  placesOf(secret: string): string[] {
    const places = this.arrived
      .filter((each) => texts(each).some((text) => text.includes(secret)))
      .map(({ url }) => `${url.origin}${url.pathname}`);
    return [...new Set(places)];
  }

  forget(): void {
    this.arrived.length = 0;
  }

  readonly fetch: ProviderFetch = async (request) => {
    const arrived = arrivedOf(request);
    const { origin, pathname } = arrived.url;
    const isThere = [...this.#places.keys()].some((place) => new URL(place).origin === origin);
    if (!isThere || this.#silent.has(origin)) throw new ProviderFetchError('network', false);
    if (request.mayStillSend?.() === false) throw new ProviderFetchError('deadline', false);
    this.arrived.push(arrived);
    const answering = this.#places.get(`${origin}${pathname}`);
    const answer = typeof answering === 'function' ? await answering(arrived) : answering;
    return responseOf(answer ?? { status: 404, body: 'not here' }, request.sizeLimit);
  };
}

function arrivedOf({ url, method, headers, body = '' }: ProviderRequest): Arrived {
  const small = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { url: new URL(url), method, headers: Object.fromEntries(small), body };
}

/** Also what a form or Basic hides. */
function texts({ url, headers, body }: Arrived): string[] {
  const { authorization = '' } = headers;
  const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
  const form = [...new URLSearchParams(body).values()];
  return [url.href, ...url.searchParams.values(), ...Object.values(headers), basic, body, ...form];
}

function responseOf({ status = 200, headers = {}, body }: ScriptedAnswer, limit = Infinity): Response {
  const text = typeof body === 'string' || body === undefined ? (body ?? '') : JSON.stringify(body);
  if (text.length > limit) throw new ProviderFetchError('too_large', true);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  const isEmpty = status === 204 || status === 304;
  return new Response(isEmpty ? null : text, { status, headers: { 'content-type': type, ...headers } });
}
