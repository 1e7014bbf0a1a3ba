/** What Lambda passes beside the event, as far as the handlers read it: as much time as token-injector has. */
export const CONTEXT = { getRemainingTimeInMillis: () => 15_000 };
