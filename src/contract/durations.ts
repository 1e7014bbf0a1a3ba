/** Milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Providers, JWTs and OAuth count in seconds (RFC 6749 section 5.1, RFC 7519 section 4.1.4). */
export const HOUR_IN_SECONDS = HOUR / SECOND;
export const DAY_IN_SECONDS = DAY / SECOND;
