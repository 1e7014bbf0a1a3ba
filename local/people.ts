/** Who can sign in to the local environment, and what their access tokens say. */

/** The people, with their workspace claim (`workspace:role`). */
export const PEOPLE = [
  { id: 'ada', name: 'Ada', workspaces: ['acme:admin', 'globex:member'] },
  { id: 'bob', name: 'Bob', workspaces: ['acme:member'] },
  { id: 'mallory', name: 'Mallory', workspaces: ['globex:admin'] },
] as const;
export type PersonId = (typeof PEOPLE)[number]['id'];

/** The audience of access tokens for the local API. */
export const LOCAL_AUDIENCE = 'urn:connections:local';
/** The scope of access tokens. */
export const API_SCOPE = 'connections';
/** Name of the claim with the workspaces of a person. */
export const WORKSPACE_CLAIM = 'workspaces';
/** Of an access token, in seconds. The local API refuses an older one, however long it says that it lives. */
export const ACCESS_TOKEN_LIFETIME = 3600;
