/** Sign-in by redirect. Tokens stay in memory, so a reload asks the identity provider again, which knows the browser. */
import { ErrorResponse, InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { DashboardConfig } from '../config.ts';
import type { Intent } from './intent.ts';
import { type Person, workspacesIn } from './person.ts';

/** Says that this tab was signed in, so that a reload may try without a click. Holds no more than that. */
const SIGNED_IN_MARK = 'connections.signed-in';

export interface SignedIn {
  person: Person;
  intent: Intent;
}
export interface SignInEnded {
  /** What the person wanted before the sign-in that did not work. */
  intent: Intent;
  /** The provider only said that it needs to ask; nothing went wrong. */
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
      // The PKCE verifier and the intent, from the redirect until the way back.
      stateStore: new WebStorageStateStore({ store: sessionStorage, prefix: 'connections.sign-in.' }),
      automaticSilentRenew: false,
      monitorSession: false,
      loadUserInfo: false,
    });
  }

  /** Leaves the page for the identity provider. */
  async start(intent: Intent): Promise<void> {
    await this.#users.signinRedirect({ state: intent });
  }

  /** The same, if this tab was signed in before and the identity provider need not ask. False: it was not. */
  async resume(intent: Intent): Promise<boolean> {
    if (sessionStorage.getItem(SIGNED_IN_MARK) === null) return false;
    sessionStorage.removeItem(SIGNED_IN_MARK);
    await this.#users.signinRedirect({ state: intent, prompt: 'none', redirectMethod: 'replace' });
    return true;
  }

  /** Whether the page was opened by the identity provider's redirect. */
  static isReturning(): boolean {
    const query = new URLSearchParams(location.search);
    return query.has('state') && (query.has('code') || query.has('error'));
  }

  /** Handles the identity provider's redirect and clears it from the address. */
  async finish(): Promise<SignedIn | SignInEnded> {
    const url = location.href;
    history.replaceState(null, '', location.pathname);
    try {
      const user = await this.#users.signinRedirectCallback(url);
      sessionStorage.setItem(SIGNED_IN_MARK, 'yes');
      const accessToken = user.access_token;
      const name = user.profile.name ?? user.profile.email ?? user.profile.sub;
      const workspaces = workspacesIn(accessToken, this.#workspaceClaim);
      return { person: { name, accessToken, workspaces }, intent: intentOf(user.state) };
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

function intentOf(state: unknown): Intent {
  return typeof state === 'object' && state !== null ? state : {};
}
