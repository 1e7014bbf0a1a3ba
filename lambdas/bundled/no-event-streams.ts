/**
 * Replaces `@smithy/core/event-streams` in the bundles (lib/functions/code/bundling.ts). No request of ours has an event stream,
 * but the SDK imports the module dynamically. esbuild then wraps every module that it shares with the rest, which is most of
 * the SDK and costs a tenth of a cold start.
 */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}

export function eventStreamSerdeProvider(): undefined {
  return undefined;
}

export class EventStreamSerde {
  constructor() {
    throw new Error('this bundle has no event streams');
  }
}
