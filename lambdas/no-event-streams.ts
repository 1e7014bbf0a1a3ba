/**
 * Takes the place of `@smithy/core/event-streams` in the bundles (lib/functions/bundling.ts). No call of ours has an event stream,
 * but the SDK imports the module dynamically, and then esbuild defers every module that it shares with the rest: most of
 * the SDK, and a tenth of a cold start.
 */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}

export function eventStreamSerdeProvider(): undefined {
  return undefined;
}

export class EventStreamSerde {
  constructor() {
    throw new Error('event streams are left out of this bundle');
  }
}
