/** The text that replaces a token. */
export const REMOVED = '[removed]';
