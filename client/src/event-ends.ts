/** Finds where the events of a stream end (WHATWG HTML section 9.2.5), reading each byte once. */

/** The index behind the first end of an event in the chunk, from `from` on; -1: the event goes on in the next chunk. */
export type FindEnd = (chunk: Uint8Array, from: number) => number;

const LF = 10;
const CR = 13;

/** An event ends with an empty line, and a line with CR, LF or both. To be called with all bytes of one stream, in order. */
export function eventEnds(): FindEnd {
  let isBehindCr = false;
  /** A stream begins with a line, of which nothing has come. */
  let isLineEmpty = false;
  return (chunk, from) => {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at];
      const isSecondHalf = byte === LF && isBehindCr;
      isBehindCr = byte === CR;
      if (isSecondHalf) {
        // The event ended with the CR already, which may have come alone: the LF says nothing, so it is not kept back.
        if (at === from && !isLineEmpty) return at + 1;
        continue;
      }
      if (byte !== LF && byte !== CR) {
        isLineEmpty = false;
        continue;
      }
      if (!isLineEmpty) {
        isLineEmpty = true;
        continue;
      }
      isLineEmpty = false;
      if (byte === CR && chunk[at + 1] === LF) {
        isBehindCr = false;
        return at + 2;
      }
      return at + 1;
    }
    return -1;
  };
}
