/** The recorded metadata of real vendors, with the end that was written down before discovery was run against it. */
import { readdirSync, readFileSync } from 'node:fs';

export interface VendorAnswer {
  method: string;
  url: string;
  status: number;
  headers: Record<string, string>;
  /** Text, or a value that is sent as JSON. */
  body: unknown;
}
/** `confirmation`: an admin must confirm both names, because issuer and resource have different origins. */
export type VendorEnd =
  | {
      end: 'connectable';
      registration: 'document' | 'dynamic' | 'by-hand';
      issuer: string;
      claimed?: string;
      confirmation: boolean;
    }
  | { end: 'refused'; problem: string };
export interface VendorVector {
  vendor: string;
  url: string;
  sources: { url: string; seenOn: string; what: string }[];
  notCopied: string[];
  /** A URL without an answer is answered with 404. */
  answers: VendorAnswer[];
  expected: VendorEnd;
}

const FOLDER = new URL('../../vectors/remote-metadata/', import.meta.url);

export const VECTORS: readonly (VendorVector & { file: string })[] = readdirSync(FOLDER)
  .toSorted()
  .map((file) => ({ file, ...JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) }));
