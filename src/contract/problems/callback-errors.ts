/** How a consent can return without a code. */
export const CALLBACK_ERRORS = [
  /** The person refused at the provider (RFC 6749 section 4.1.2.1). */
  'access_denied',
  /** The provider answered with any other error. The provider's own error code is not passed on. */
  'provider_error',
] as const;
export type CallbackError = (typeof CALLBACK_ERRORS)[number];
