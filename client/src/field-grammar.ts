/** The grammar of HTTP fields (RFC 9110 section 5), and the fields that belong to one connection. */

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
/** Visible ASCII, space and tab. It excludes CR, LF, NUL, and characters that two parsers could read differently (T149). */
const VALUE = /^[\x20-\x7e\t]*$/;
/** The fields of RFC 9110 section 7.6.1 and its predecessors, and those for framing and routing. */
const OF_ONE_CONNECTION =
  /^(connection|keep-alive|proxy-.*|te|trailer|trailers|transfer-encoding|upgrade|host|content-length|expect)$/i;

/** Whether the text can be a field name of at most 128 characters. */
export const isFieldName = (name: string) => NAME.test(name);
/** Whether the text can be a field value. */
export const isFieldValue = (value: string) => VALUE.test(value);
/** Whether the field belongs to the connection, the framing or the route. Such a field is neither passed on nor injected. */
export const isOfOneConnection = (name: string) => OF_ONE_CONNECTION.test(name);

/** Whether the text contains a line break or NUL, which would end a field line early (T150). */
export const breaksALine = (value: string) => /[\r\n\0]/.test(value);
