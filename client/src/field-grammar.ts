/** What HTTP fields (RFC 9110 section 5) may look like, and which of them belong to one connection alone. */

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
/** Visible ASCII, space and tab: no CR, LF or NUL, and nothing that two parsers read differently (T149). */
const VALUE = /^[\x20-\x7e\t]*$/;
/** RFC 9110 section 7.6.1, its predecessors, and what frames or routes a message. */
const OF_ONE_CONNECTION =
  /^(connection|keep-alive|proxy-.*|te|trailer|trailers|transfer-encoding|upgrade|host|content-length|expect)$/i;

export const isFieldName = (name: string) => NAME.test(name);
export const isFieldValue = (value: string) => VALUE.test(value);
/** Whether the field is about the connection, the framing or the route, and so nobody's to pass on or to inject. */
export const isOfOneConnection = (name: string) => OF_ONE_CONNECTION.test(name);

/** Whether the text holds what would end a field line early (T150). */
export const breaksALine = (value: string) => /[\r\n\0]/.test(value);
