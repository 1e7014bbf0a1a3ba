import { defineConfig } from 'vitest/config';

/** `npm run test:quickstart`: the commands of docs/quickstart.md, in a fresh clone and a real browser. */
export default defineConfig({
  test: {
    include: ['test/quickstart/**/*.test.ts'],
    globalSetup: ['test/setup/node-version.ts', 'test/browser/require-chromium.ts'],
    setupFiles: ['test/setup/no-outside-network.ts'],
    reporters: ['default', 'test/setup/proved-cases.ts'],
    // The installation of the packages is a part of the page.
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
