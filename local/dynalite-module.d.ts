/**
 * The part of dynalite's interface that is used here; it brings no types. TypeScript ignores a `dynalite.d.ts` that lies
 * beside a `dynalite.ts`, hence this file's name.
 */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Folder of the LevelDB store; in memory without it. */
    path?: string;
    /** Milliseconds that a table stays in CREATING. */
    createTableMs?: number;
  }
  export default function dynalite(options?: Options): Server;
}
