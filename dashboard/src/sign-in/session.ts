/** The sign-in of the person while the page is open: it is renewed without a reload, and its end loses nothing. */
import type { Credentials } from '../api/client.ts';
import type { Person } from './person.ts';

/** A token that ends sooner than this is renewed before it is used. */
const ABOUT_TO_END = 30_000;

/** The sign-in has ended, or the API refuses a token that was issued just now, so that another sign-in would help nothing. */
export type SessionFault = 'ended' | 'refused';

/** How a sign-in can be renewed. Undefined: not in this way, or not now. */
export interface Renewal {
  /** Without the person. */
  silently(): Promise<Person | undefined>;
  /** In a window of its own, where the person may have to act. */
  inWindow(): Promise<Person | undefined>;
}

export class Session implements Credentials {
  readonly #renewal: Renewal;
  readonly #listeners = new Set<() => void>();
  #person: Person;
  #fault: SessionFault | undefined;
  #renewing: Promise<boolean> | undefined;

  constructor(person: Person, renewal: Renewal) {
    this.#person = person;
    this.#renewal = renewal;
  }

  get person(): Person {
    return this.#person;
  }

  /** What keeps the person from going on. Undefined: nothing. */
  get fault(): SessionFault | undefined {
    return this.#fault;
  }

  async accessToken(): Promise<string> {
    if (this.endsWithin(ABOUT_TO_END)) await this.#renewOnce();
    return this.#person.accessToken;
  }

  async renew(refused: string): Promise<boolean> {
    // Another request of the page was refused too, and has renewed the sign-in.
    if (refused !== this.#person.accessToken) return true;
    const isRenewed = await this.#renewOnce();
    if (!isRenewed) this.#set('ended');
    return isRenewed;
  }

  refuse(): void {
    this.#set('refused');
  }

  endsWithin(milliseconds: number): boolean {
    const { expiresAt } = this.#person;
    return expiresAt !== undefined && expiresAt - Date.now() < milliseconds;
  }

  /** True: it lives longer than that, or as long as the identity provider lets it live. */
  async lasts(milliseconds: number): Promise<boolean> {
    return !this.endsWithin(milliseconds) || (await this.#renewOnce());
  }

  /** Asks the person, who keeps the page with all that was typed. Call it at a click: browsers open windows only then. */
  async signInAgain(): Promise<void> {
    this.#accept(await this.#renewal.inWindow());
  }

  /** Calls back when the sign-in ends or goes on, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #renewOnce(): Promise<boolean> {
    this.#renewing ??= this.#renewal
      .silently()
      .then((person) => this.#accept(person))
      .finally(() => {
        this.#renewing = undefined;
      });
    return this.#renewing;
  }

  /** Another person must not go on with what this one has typed. */
  #accept(person: Person | undefined): boolean {
    if (person === undefined || person.subject !== this.#person.subject) return false;
    this.#person = person;
    this.#set(undefined);
    return true;
  }

  #set(fault: SessionFault | undefined): void {
    this.#fault = fault;
    for (const listener of this.#listeners) listener();
  }
}
