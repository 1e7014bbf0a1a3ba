/** What a connection or a consent session pins: the app that minted its tokens, and no other (invariant I3). */
export interface PinnedApp {
  provider: string;
  appOwner: string;
  appVersion: number;
  clientId: string;
  /** Values of the provider's variables, checked when they were given. */
  variables?: Record<string, string>;
}
