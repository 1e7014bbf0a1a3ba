import { defineConfig } from 'vitest/config';

/** A part of `npm run conformance`: the suite’s scenarios for servers, against both faces of the endpoint. */
export default defineConfig({
  test: {
    include: ['test/conformance/server/*.test.ts'],
    globalSetup: ['test/setup/node-version.ts'],
    setupFiles: ['test/setup/no-outside-network.ts', 'test/setup/provider-fetch.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
