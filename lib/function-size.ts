/** How long each function may run, with how much memory, and what for. */
import { Duration } from 'aws-cdk-lib';
import type { FunctionName } from '../src/contract/environment.ts';

export interface FunctionSize {
  timeout: Duration;
  /**
   * MB. CPU comes in proportion, one whole vCPU at 1,769 MB (Lambda documentation, "Configure function memory"). None
   * of them needs the memory: 512 is for the CPU that a cold start takes to load a bundle of about 1 MB.
   */
  memory: number;
  does: string;
}

export const FUNCTION_SIZE: Record<FunctionName, FunctionSize> = {
  /** A person waits, and nothing is asked but the table. */
  'connections-api': { timeout: Duration.seconds(10), memory: 512, does: 'Reads metadata for the dashboard' },
  /** HTTP APIs give up after 30 s (fixed); a provider request may take 10 s, and a disconnect makes several. */
  connect: { timeout: Duration.seconds(29), memory: 512, does: 'Starts and completes consent, disconnects' },
  /** One hash and one write. Short, since anybody may call it. */
  'oauth-callback': { timeout: Duration.seconds(5), memory: 512, does: 'Marks one consent session' },
  /** The tick's period, and longer than the 45 s lease; 64 provider requests at once, TLS and up to 1 MB each. */
  'token-refresh': {
    timeout: Duration.seconds(60),
    memory: 1024,
    does: 'Refreshes what is due, and on demand',
  },
  /** 12 s for a refresh on demand, 2 s of polling. Every tool call waits for it, so its cold start is the shortest. */
  'token-injector': {
    timeout: Duration.seconds(15),
    memory: 1024,
    does: 'Gives a tool call its token, once',
  },
  /** As long as any: an older data key goes only when no function of before it was replaced can still run. */
  'rotate-data-key': {
    timeout: Duration.seconds(60),
    memory: 1024,
    does: 'Makes a new data key, and seals everything anew under it',
  },
  /** Two invocations side by side, each with 18 s, which a refresh on demand would fit into, and pauses before it. */
  'deployment-check': {
    timeout: Duration.seconds(45),
    memory: 512,
    does: 'Asks new versions whether they can do their work, before they get any',
  },
  /**
   * API Gateway waits 10 s for the authorizer of an HTTP API; for a REST API no figure is documented, so no more is
   * counted on. 8 s of them are for a refresh on demand.
   */
  'token-authorizer': {
    timeout: Duration.seconds(10),
    memory: 1024,
    does: 'Gives a request to an MCP server its token, at API Gateway',
  },
};
