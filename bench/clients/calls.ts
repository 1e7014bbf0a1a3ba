/** What is called, and how, whatever the language of the client is. */
import type { Served } from '../one-address/served.ts';

/** What the calls of one language need. */
export interface Called extends Served {
  workspace: string;
  registration: string;
  body: string;
  headers: Record<string, string>;
}

/** One call with the client, or its two bare requests. */
export interface Calls {
  client(): Promise<number>;
  bare(): Promise<number>;
  end(): void;
}

/** The region and credentials of the local environment. */
export const AWS = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: 'local',
  AWS_DEFAULT_REGION: 'local',
};
