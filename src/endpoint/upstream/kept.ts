/** Values that a process keeps for a while, with bounds on their number and their bytes. What was used least lately goes first. */
interface Entry<Value> {
  value: Value;
  bytes: number;
  until: number;
}

export interface KeptOptions {
  most: number;
  mostBytes: number;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export class Kept<Value> {
  readonly #options: KeptOptions;
  /** A Map keeps the order of insertion: the first entry is the one that was used least lately. */
  readonly #entries = new Map<string, Entry<Value>>();
  #bytes = 0;

  constructor(options: KeptOptions) {
    this.#options = options;
  }

  /** The value, unless its time is over. */
  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.delete(key);
    if (entry.until <= this.#options.now()) return undefined;
    this.#insert(key, entry);
    return entry.value;
  }

  /** Keeps a value for milliseconds. `bytes`: about as many as it needs. */
  set(key: string, value: Value, { bytes, time }: { bytes: number; time: number }): void {
    this.delete(key);
    this.#insert(key, { value, bytes, until: this.#options.now() + time });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#options.most && this.#bytes <= this.#options.mostBytes) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  #insert(key: string, entry: Entry<Value>): void {
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
  }
}
