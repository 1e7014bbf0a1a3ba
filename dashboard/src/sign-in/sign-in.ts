/** Sign-in by redirect. Tokens are kept in memory, so a reload asks the identity provider again, which has a session. */
import {
  ErrorResponse,
  InMemoryWebStorage,
  type User,
  UserManager,
  WebStorageStateStore,
} from 'oidc-client-ts';
import type { DashboardConfig, SignInRequest } from '../../../src/contract/dashboard/dashboard-config.ts';
import type { ProblemText } from '../api/api-problem.ts';
import type { Intent } from '../consent/intent.ts';
import { keepReturned, takeReturned } from '../consent/returned-consent.ts';
import { SIGN_IN_FAILED, SIGN_IN_REFUSED, TOKEN_FAULT_WORDS } from '../words/sign-in-words.ts';
import { keepProvider, keptProvider } from './kept-provider.ts';
import { endOf, type Person, subjectOf, workspacesIn } from './person.ts';
import { refusalOf } from './refusal.ts';
import type { Renewal } from './session.ts';
import { tokenFault } from './token-fault.ts';
import { WINDOW_MARK } from './window-answer.ts';

/** Marks that this tab was signed in, so that a reload can sign in without a click. It holds nothing else. */
const SIGNED_IN_MARK = 'connections.signed-in';

/** Marks that the person signed out in this tab: a frame must not undo this. */
const SIGNED_OUT_MARK = 'connections.signed-out';
/** An identity provider that does not answer in a frame must not keep a person from the button. */
const SILENT_SECONDS = 4;

export interface SignedIn {
  person: Person;
  intent: Intent;
}
export interface SignInEnded {
  /** Why the page was opened before the sign-in that failed. */
  intent: Intent;
  /** Absent: the identity provider must ask the person, and nothing failed. */
  problem?: ProblemText;
}

export class SignIn implements Renewal {
  readonly #users: UserManager;
  readonly #config: DashboardConfig;
  readonly #home = `${location.origin}/`;
  /** Of the window in which a sign-in goes on. */
  #waiting: AbortController | undefined;

  constructor(config: DashboardConfig) {
    this.#config = config;
    this.#users = new UserManager({
      authority: config.issuer,
      client_id: config.clientId,
      redirect_uri: this.#home,
      post_logout_redirect_uri: this.#home,
      ...requested(config),
      userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
      // Holds the PKCE verifier and the intent until the browser returns.
      stateStore: new WebStorageStateStore({ store: sessionStorage, prefix: 'connections.sign-in.' }),
      popup_redirect_uri: this.#home,
      ...(config.silentSignIn && { silent_redirect_uri: `${this.#home}silent.html` }),
      silentRequestTimeoutInSeconds: SILENT_SECONDS,
      includeIdTokenInSilentRenew: false,
      ...keptProvider(config.issuer),
      automaticSilentRenew: false,
      monitorSession: false,
      loadUserInfo: false,
    });
  }

  /** Leaves the page for the identity provider. */
  async start(intent: Intent): Promise<void> {
    await this.#keepProvider();
    await this.#users.signinRedirect({ state: carried(intent) });
  }

  /** Signs in within this page, where the identity provider has a session and may be asked in a frame. */
  async here(): Promise<Person | undefined> {
    if (!this.#config.silentSignIn || sessionStorage.getItem(SIGNED_OUT_MARK) !== null) return undefined;
    return this.silently();
  }

  /** By a refresh token where the identity provider issued one, else in a frame. */
  async silently(): Promise<Person | undefined> {
    const inFrame = () =>
      this.#config.silentSignIn ? this.#users.signinSilent({ forceIframeAuth: true }) : null;
    // A refresh token can have ended before the session of the identity provider.
    const user = await this.#users
      .signinSilent()
      .catch(inFrame)
      .catch(() => null);
    await this.#keepProvider();
    return user === null ? undefined : this.#accepted(user);
  }

  async inWindow(): Promise<Person | undefined> {
    this.#waiting?.abort();
    this.#waiting = new AbortController();
    const user = await this.#users
      .signinPopup({ url_state: WINDOW_MARK, popupSignal: this.#waiting.signal })
      .catch(() => null);
    return user === null ? undefined : this.#accepted(user);
  }

  /** Like `start`, but without asking the person. Does nothing and returns false if this tab was not signed in before. */
  async resume(intent: Intent): Promise<boolean> {
    if (sessionStorage.getItem(SIGNED_IN_MARK) === null) return false;
    sessionStorage.removeItem(SIGNED_IN_MARK);
    await this.#keepProvider();
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
      const intent = intentOf(user.state);
      const fault = tokenFault(user.access_token, this.#config.audience);
      if (fault !== undefined) return { intent, problem: TOKEN_FAULT_WORDS[fault] };
      return { person: this.#signedIn(user), intent };
    } catch (error) {
      const response = error instanceof ErrorResponse ? error : undefined;
      const intent = intentOf(response?.state);
      const refusal = refusalOf(response?.error);
      if (refusal === 'must-ask') return { intent };
      return { intent, problem: refusal === undefined ? SIGN_IN_FAILED : SIGN_IN_REFUSED(refusal) };
    }
  }

  /** Leaves the page for the identity provider. Where that has no page for it, only this page forgets the person. */
  async signOut(): Promise<void> {
    sessionStorage.removeItem(SIGNED_IN_MARK);
    sessionStorage.setItem(SIGNED_OUT_MARK, 'yes');
    const { signOut, clientId } = this.#config;
    const cognito: Record<string, string> = { client_id: clientId, logout_uri: this.#home };
    const extraQueryParams = signOut === 'cognito' ? cognito : {};
    await this.#users.signoutRedirect({ extraQueryParams }).catch(() => location.replace(this.#home));
  }

  #accepted(user: User): Person | undefined {
    if (tokenFault(user.access_token, this.#config.audience) !== undefined) return undefined;
    return this.#signedIn(user);
  }

  #signedIn(user: User): Person {
    sessionStorage.setItem(SIGNED_IN_MARK, 'yes');
    sessionStorage.removeItem(SIGNED_OUT_MARK);
    return personOf(user, this.#config);
  }

  /** Another load of the page then asks the identity provider for nothing but the sign-in. */
  async #keepProvider(): Promise<void> {
    await keepProvider(this.#config.issuer, () => this.#users.metadataService.getMetadata());
  }
}

/** What the stage asks for, in the names of the library. */
function requested({ signIn, audience: api }: DashboardConfig) {
  const { scope, resource, audience }: SignInRequest = signIn ?? { scope: 'openid', resource: api };
  return {
    scope,
    ...(resource !== undefined && { resource }),
    ...(audience !== undefined && { extraQueryParams: { audience } }),
  };
}

function personOf(
  { access_token: accessToken, id_token: idToken, profile }: User,
  { personClaim = 'sub', workspaceClaim }: DashboardConfig,
): Person {
  const expiresAt = endOf(accessToken);
  const subject = subjectOf(accessToken, personClaim);
  return {
    name: profile.name ?? profile.email ?? profile.sub,
    accessToken,
    ...(idToken === undefined ? {} : { idToken }),
    workspaces: workspacesIn(accessToken, workspaceClaim),
    ...(subject === undefined ? {} : { subject }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
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
