/** The page's own sign-in code, with what it needs of a browser, and a browser that walks the pages of the identity provider. */
import { vi } from 'vitest';
import { Browserless } from '../../local/browserless.ts';
import type { DashboardConfig } from '../../src/contract/dashboard/dashboard-config.ts';

export const HOME = 'http://127.0.0.1:8800/';

/** What the tests use of dashboard/src/sign-in/sign-in.ts, whose types are those of a browser. */
interface PageSignIn {
  start(intent: object): Promise<void>;
  finish(): Promise<SignInResult>;
  signOut(): Promise<void>;
}
export interface SignInResult {
  person?: { name: string; accessToken: string; workspaces: { id: string; role: string }[] };
  problem?: { title: string; detail: string };
}
const MODULE = '../../dashboard/src/sign-in/sign-in.ts';
const { SignIn } = (await import(/* @vite-ignore */ MODULE)) as {
  SignIn: new (config: DashboardConfig) => PageSignIn;
};

export interface SignedInPage {
  result: SignInResult;
  /** The authorization request. */
  sent: URLSearchParams;
  /** Where the browser goes when the person signs out. */
  signOut(): Promise<URL>;
}

/** Signs Ada in. */
export async function signInAsAda(config: DashboardConfig): Promise<SignedInPage> {
  const leaving = openTab();
  const signIn = new SignIn(config);
  void signIn.start({});
  const asked = await leaving.next();
  const browser = new Browserless({ stopAt: ({ href }) => href.startsWith(`${HOME}?`) });
  const first = await browser.open(asked.href);
  const last = first.status === 0 ? first : await browser.press(first, 'Ada');
  leaving.arriveAt(last.url);
  return {
    result: await signIn.finish(),
    sent: asked.searchParams,
    signOut: () => {
      void signIn.signOut();
      return leaving.next();
    },
  };
}

/** A tab at the page. `next` is the address for which the page leaves. */
function openTab() {
  let left: (url: URL) => void = () => undefined;
  const leave = (url: string) => left(new URL(url));
  const location = { origin: new URL(HOME).origin, pathname: '/', href: HOME, search: '' };
  const navigation = Object.assign(location, { assign: leave, replace: leave });
  const window = { location: navigation, addEventListener: () => undefined, crypto };
  vi.stubGlobal('location', navigation);
  vi.stubGlobal('window', { ...window, self: window, top: window });
  vi.stubGlobal('history', { replaceState: () => undefined });
  vi.stubGlobal('sessionStorage', storage());
  return {
    next: () =>
      new Promise<URL>((resolve) => {
        left = resolve;
      }),
    arriveAt: (href: string) => Object.assign(location, { href, search: new URL(href).search }),
  };
}

function storage() {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}
