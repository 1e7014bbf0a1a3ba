/**
 * A minimal browser: it keeps cookies, follows redirects and submits the forms of plain pages. Tests and `npm run demo` use it to
 * walk through the sign-in and consent pages.
 */

export interface Form {
  action: string;
  method: string;
  fields: [name: string, value: string][];
  buttons: Button[];
}
export interface Button {
  /** The visible text, in one line. */
  label: string;
  name: string | undefined;
  value: string;
}

export interface VisitedPage {
  url: string;
  status: number;
  html: string;
  forms: Form[];
  headers: Record<string, string>;
}

interface Cookie {
  name: string;
  value: string;
  host: string;
  path: string;
}

const MOST_REDIRECTS = 20;

/** A browser session with its own cookies. */
export class Browserless {
  #cookies: Cookie[] = [];
  readonly #stopAt: (url: URL) => boolean;

  /** A redirect to a URL for which `stopAt` returns true is not followed; the returned page is then empty and has status 0. */
  constructor(options: { stopAt?: (url: URL) => boolean } = {}) {
    this.#stopAt = options.stopAt ?? (() => false);
  }

  open(url: string): Promise<VisitedPage> {
    return this.#visit(new URL(url), { method: 'GET' });
  }

  /** Presses the button whose text contains `label`, which submits its form. */
  press(page: VisitedPage, label: string): Promise<VisitedPage> {
    for (const form of page.forms) {
      const button = form.buttons.find((candidate) => candidate.label.includes(label));
      if (button !== undefined) return this.#submit(page, form, button);
    }
    throw new Error(`There is no button "${label}" on ${page.url}.`);
  }

  /** Submits the page's first form without a button, as a script would. */
  submit(page: VisitedPage): Promise<VisitedPage> {
    const [form] = page.forms;
    if (form === undefined) throw new Error(`There is no form on ${page.url}.`);
    return this.#submit(page, form, undefined);
  }

  #submit(page: VisitedPage, form: Form, button: Button | undefined): Promise<VisitedPage> {
    const pressed: [string, string][] = button?.name === undefined ? [] : [[button.name, button.value]];
    const body = new URLSearchParams([...form.fields, ...pressed]);
    const url = new URL(form.action, page.url);
    return this.#visit(url, { method: form.method, body });
  }

  async #visit(start: URL, first: { method: string; body?: URLSearchParams }): Promise<VisitedPage> {
    let url = start;
    let request: RequestInit = first;
    for (let hops = 0; hops < MOST_REDIRECTS; hops += 1) {
      if (hops > 0 && this.#stopAt(url))
        return { url: url.href, status: 0, html: '', forms: [], headers: {} };
      const headers = { accept: 'text/html', cookie: this.#cookieHeader(url) };
      const response = await fetch(withoutFragment(url), { ...request, headers, redirect: 'manual' });
      this.#remember(url, response.headers.getSetCookie());
      const location = response.headers.get('location');
      const html = await response.text();
      if (location === null) {
        const headers = Object.fromEntries(response.headers);
        return { url: url.href, status: response.status, html, forms: parseForms(html), headers };
      }
      url = new URL(location, url);
      request = { method: 'GET' };
    }
    throw new Error(`More than ${MOST_REDIRECTS} redirects from ${start.origin}.`);
  }

  /** Cookies do not depend on the port, as in a browser: two servers on one host share them. */
  #cookieHeader(url: URL): string {
    return this.#cookies
      .filter(({ host, path }) => host === url.hostname && covers(path, url.pathname))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  #remember(url: URL, lines: string[]): void {
    for (const line of lines) {
      const cookie = parseCookie(line, url);
      const same = ({ name, host, path }: Cookie) =>
        name === cookie.name && host === cookie.host && path === cookie.path;
      this.#cookies = this.#cookies.filter((kept) => !same(kept));
      if (!cookie.expired) this.#cookies.push(cookie);
    }
  }
}

function parseCookie(line: string, url: URL): Cookie & { expired: boolean } {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const [name = '', value = ''] = splitOnce(pair, '=');
  const found = new Map(
    attributes.map((attribute) => {
      const [key = '', content = ''] = splitOnce(attribute, '=');
      return [key.toLowerCase(), content];
    }),
  );
  const expires = found.get('expires');
  const expired = expires !== undefined && Date.parse(expires) <= Date.now();
  return { name, value, host: url.hostname, path: found.get('path') ?? '/', expired };
}

/** Whether a cookie's path matches (RFC 6265 section 5.1.4). */
function covers(cookiePath: string, path: string): boolean {
  if (!path.startsWith(cookiePath)) return false;
  return path.length === cookiePath.length || cookiePath.endsWith('/') || path[cookiePath.length] === '/';
}

/** Reads the forms of a page. It knows only the HTML of the pages in this folder and of oidc-provider. */
function parseForms(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag = '', inside = '']) => {
    const id = attribute(tag, 'id');
    const outside = [...html.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)].filter(
      ([, button = '']) => id !== undefined && attribute(button, 'form') === id,
    );
    const within = [...inside.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)];
    return {
      action: attribute(tag, 'action') ?? '',
      method: (attribute(tag, 'method') ?? 'get').toUpperCase(),
      fields: [...inside.matchAll(/<input\b([^>]*)>/g)].map(([, input = '']) => [
        attribute(input, 'name') ?? '',
        attribute(input, 'value') ?? '',
      ]),
      buttons: [...within, ...outside].map(([, button = '', content = '']) => ({
        label: unescapeHtml(content.replace(/<[^>]*>/g, ' '))
          .replace(/\s+/g, ' ')
          .trim(),
        name: attribute(button, 'name'),
        value: attribute(button, 'value') ?? '',
      })),
    };
  });
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescapeHtml(value);
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function withoutFragment(url: URL): string {
  return url.href.split('#', 1)[0] ?? url.href;
}
