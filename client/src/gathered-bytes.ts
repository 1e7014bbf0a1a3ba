/** Bytes that come in parts and are needed as one. Each byte is copied a few times, however many parts there are. */
export class GatheredBytes {
  #room = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(part: Uint8Array): void {
    const needed = this.#length + part.length;
    if (needed > this.#room.length) {
      // Twice the room at each time: so all copies together are at most twice the bytes.
      const larger = Buffer.alloc(Math.max(needed, 2 * this.#room.length));
      larger.set(this.#room.subarray(0, this.#length));
      this.#room = larger;
    }
    this.#room.set(part, this.#length);
    this.#length = needed;
  }

  /** All bytes, which are then no longer held here. */
  take(): Buffer {
    const all = this.#room.subarray(0, this.#length);
    this.#room = Buffer.alloc(0);
    this.#length = 0;
    return all;
  }
}
