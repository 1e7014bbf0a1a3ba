/** Stands where a token stood. */
export const REMOVED = '[removed]';
