/** Something that the API answers, kept while the page is open, for every part of the page that shows it. */
import { useEffect, useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../api/api-problem.ts';

/** What is known at a moment. */
export interface Loaded<T> {
  /** Undefined until the first answer arrives. */
  value?: T;
  /** Why the last load failed. `value` is then that of the load before. */
  problem?: ProblemText;
}

export class Resource<T> {
  readonly #ask: () => Promise<T>;
  readonly #listeners = new Set<() => void>();
  #loaded: Loaded<T> = {};
  #latest = 0;
  #isAsked = false;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  get loaded(): Loaded<T> {
    return this.#loaded;
  }

  /** Asks once, and not again for whoever comes later. */
  load(): void {
    if (!this.#isAsked) void this.reload();
  }

  /** Asks again. Of several answers at once only that to the newest question counts. */
  async reload(): Promise<Loaded<T>> {
    this.#isAsked = true;
    this.#latest += 1;
    const question = this.#latest;
    const answer: Loaded<T> = await this.#ask().then(
      (value) => ({ value }),
      (error) => ({ ...this.#loaded, problem: problemText(error) }),
    );
    if (question === this.#latest) this.#set(answer);
    return answer;
  }

  /** Calls back after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #set(loaded: Loaded<T>): void {
    this.#loaded = loaded;
    for (const listener of this.#listeners) listener();
  }
}

/** Loads the resource when it is first shown, and shows each change of it. */
export function useResource<T>(resource: Resource<T>): Loaded<T> {
  const [, changed] = useState({});
  const shown = resource.loaded;
  useEffect(() => {
    const stop = resource.subscribe(() => changed({}));
    resource.load();
    // An answer that somebody else asked for can arrive between the rendering and this effect.
    if (resource.loaded !== shown) changed({});
    return stop;
  }, [resource]);
  return shown;
}
