/** The outcome of a consent: an account was connected, or why none was. */
import type { Connection, StartRequest } from '../api/types.ts';
import type { Notice } from '../parts/notice.ts';

export type Outcome = Connected | NotConnected;

export interface Connected {
  kind: 'connected';
  /** The name of the provider. */
  provider: string;
  /** The id of the connection. */
  id: string;
  /** Absent if this tab had completed the consent before, and the person only loaded the page again. */
  connection?: Connection;
  /** The address to which the person wants to return. Nobody has checked it yet. */
  returnTo?: string;
}

export interface NotConnected {
  /** `account-unknown`: the API cannot say whether the account is the one that was connected before. */
  kind: 'failed' | 'account-unknown';
  notice: Notice;
  /** The code of the API's problem. Absent: no service answered. */
  code?: string;
  provider: string;
  /** The request of the consent, with which the person can start the consent again. */
  request: StartRequest;
  returnTo?: string;
}
