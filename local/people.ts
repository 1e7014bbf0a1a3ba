/** Who can sign in to the local environment, and what their access tokens say. */
import type { PersonalWorkspacesRule } from '../src/contract/environment.ts';

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
/** Everybody who signs in has a workspace of their own. */
export const LOCAL_PERSONAL_WORKSPACES: PersonalWorkspacesRule = 'everyone';
/** Of a refresh token that nobody uses, in seconds: a working day. */
export const REFRESH_TOKEN_LIFETIME = 8 * 3600;
