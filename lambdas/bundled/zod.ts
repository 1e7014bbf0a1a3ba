/**
 * In the bundles this module stands for zod (lib/functions/code/bundling.ts). @hono/zod-openapi passes zod on as a whole, so esbuild
 * would keep its messages in all languages, 265 kB in each function with routes.
 */
import * as z from './zod-names.ts';

export * from './zod-names.ts';
export { z, z as default };
