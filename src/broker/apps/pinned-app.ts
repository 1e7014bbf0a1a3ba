/** The app that a connection or a consent session is pinned to: the one that its tokens come from (invariant I3). */
export interface PinnedApp {
  provider: string;
  appOwner: string;
  appVersion: number;
  /** Of that version. A later app of the same number has another. */
  appUid: string;
  clientId: string;
  /** Values of the provider's variables, checked when they were given and at each use. */
  variables?: Record<string, string>;
}
