/** The grammar of the texts of a server's registration. */

/** The grammar of a placement's name. RFC 9110 section 5.1: a field name is a token. */
export const PLACEMENT_NAMES = {
  header: /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/,
  query: /^[A-Za-z0-9._-]{1,64}$/,
  env: /^[A-Z][A-Z0-9_]{0,63}$/,
};
/** For people: no character that is invisible, breaks a line or turns the direction of text. */
export const SERVER_NAME = /^[^\p{C}\p{Zl}\p{Zp}]{1,80}$/u;
/** Of a placement's value, or of a member of it that is JSON. */
export const TEMPLATE = /^[\x20-\x7e]{0,256}$/;
export const JSON_MEMBER = /^[\x21-\x7e]{1,64}$/;
