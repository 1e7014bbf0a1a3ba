/** Sign-in by redirect. Tokens are kept in memory, so a reload asks the identity provider again, which has a session. */
import { ErrorResponse, InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { DashboardConfig } from '../config.ts';
import type { Intent } from './intent.ts';
import { endOf, type Person, subjectOf, workspacesIn } from './person.ts';
import { keepReturned, takeReturned } from './returned-consent.ts';

/** Marks that this tab was signed in, so that a reload can sign in without a click. It holds nothing else. */
const SIGNED_IN_MARK = 'connections.signed-in';

export interface SignedIn {
  person: Person;
  intent: Intent;
}
export interface SignInEnded {
  /** Why the page was opened before the sign-in that failed. */
  intent: Intent;
  /** The identity provider has no session and must ask the person. Nothing failed. */
  mustAsk: boolean;
}

export class SignIn {
  readonly #users: UserManager;
  readonly #workspaceClaim: string;

  constructor(config: DashboardConfig) {
    const home = `${location.origin}/`;
    this.#workspaceClaim = config.workspaceClaim;
    this.#users = new UserManager({
      authority: config.issuer,
      client_id: config.clientId,
      resource: config.audience,
      redirect_uri: home,
      post_logout_redirect_uri: home,
      scope: 'openid',
      userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
      // Holds the PKCE verifier and the intent until the browser returns.
      stateStore: new WebStorageStateStore({ store: sessionStorage, prefix: 'connections.sign-in.' }),
      automaticSilentRenew: false,
      monitorSession: false,
      loadUserInfo: false,
    });
  }

  /** Leaves the page for the identity provider. */
  async start(intent: Intent): Promise<void> {
    await this.#users.signinRedirect({ state: carried(intent) });
  }

  /** Like `start`, but without asking the person. Does nothing and returns false if this tab was not signed in before. */
  async resume(intent: Intent): Promise<boolean> {
    if (sessionStorage.getItem(SIGNED_IN_MARK) === null) return false;
    sessionStorage.removeItem(SIGNED_IN_MARK);
    await this.#users.signinRedirect({ state: carried(intent), prompt: 'none', redirectMethod: 'replace' });
    return true;
  }

  /** Whether a redirect of the identity provider opened the page. */
  static isReturning(): boolean {
    const query = new URLSearchParams(location.search);
    return query.has('state') && (query.has('code') || query.has('error'));
  }

  /** Handles the redirect of the identity provider and removes its parameters from the URL. */
  async finish(): Promise<SignedIn | SignInEnded> {
    const url = location.href;
    history.replaceState(null, '', location.pathname);
    try {
      const user = await this.#users.signinRedirectCallback(url);
      sessionStorage.setItem(SIGNED_IN_MARK, 'yes');
      const accessToken = user.access_token;
      const name = user.profile.name ?? user.profile.email ?? user.profile.sub;
      const workspaces = workspacesIn(accessToken, this.#workspaceClaim);
      const expiresAt = endOf(accessToken);
      const subject = subjectOf(accessToken);
      const person = {
        name,
        accessToken,
        workspaces,
        ...(subject === undefined ? {} : { subject }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      };
      return { person, intent: intentOf(user.state) };
    } catch (error) {
      const response = error instanceof ErrorResponse ? error : undefined;
      return { intent: intentOf(response?.state), mustAsk: response?.error === 'login_required' };
    }
  }

  async signOut(): Promise<void> {
    sessionStorage.removeItem(SIGNED_IN_MARK);
    await this.#users.signoutRedirect();
  }
}

/** What goes through the redirect in the library's own item; a provider's answer has an item that ends by itself. */
function carried({ returned, ...intent }: Intent): Intent {
  if (returned === undefined) return intent;
  keepReturned(returned);
  // Unless it is there when the browser is back: then the sign-in took too long, and the person must start again.
  return { ...intent, isStrange: true };
}

function intentOf(state: unknown): Intent {
  const returned = takeReturned();
  const { isStrange, ...intent }: Intent = typeof state === 'object' && state !== null ? state : {};
  if (returned !== undefined) return { ...intent, returned };
  return isStrange ? { ...intent, isStrange } : intent;
}
