/**
 * Types for the used part of dynalite, which has none. The file is not named `dynalite.d.ts`, because TypeScript ignores such a
 * file next to `dynalite.ts`.
 */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Folder of the LevelDB store. Absent: tables are in memory. */
    path?: string;
    /** Milliseconds that a table stays in CREATING. */
    createTableMs?: number;
  }
  export default function dynalite(options?: Options): Server;
}
