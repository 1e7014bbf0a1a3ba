/** What an operator gives the page of the local environment: logos, and where it may lead a person back to. */
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type LogoEntry, logoFaults } from '../src/contract/dashboard/logo-files.ts';

/** A folder, and the names of the files in it that are served. */
export interface LogoFolder {
  folder: string;
  files: readonly string[];
}

export interface PageOptions {
  /** Origins that a link may name in `return`. */
  returnTo?: readonly string[] | undefined;
  logos?: LogoFolder | undefined;
}

/** An option of the page is wrong. The message is one sentence for a person. */
export class PageRefused extends Error {}

/** Reads the values of `--return-to` and `--logos`. Rejects with PageRefused. */
export async function readPageOptions(
  returnTo: string | undefined,
  logos: string | undefined,
): Promise<PageOptions> {
  if (returnTo !== undefined && !isOrigin(returnTo))
    throw new PageRefused(
      '--return-to takes an origin without path or trailing slash: https://chat.acme.test, or http:// at this machine.',
    );
  return {
    ...(returnTo !== undefined && { returnTo: [returnTo] }),
    ...(logos !== undefined && { logos: await readLogos(resolve(logos)) }),
  };
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  const isLoopback = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url?.origin === text && !url.hostname.includes('*') && (url.protocol === 'https:' || isLoopback);
}

async function readLogos(folder: string): Promise<LogoFolder> {
  const files = await readdir(folder).catch(() => {
    throw new PageRefused(`--logos ${folder} is no folder that can be read.`);
  });
  const [fault] = logoFaults(await Promise.all(files.sort().map((name) => entryOf(folder, name))));
  if (fault !== undefined) throw new PageRefused(`--logos ${folder} ${fault}.`);
  return { folder, files };
}

async function entryOf(folder: string, name: string): Promise<LogoEntry> {
  const found = await stat(join(folder, name));
  return { name, isFile: found.isFile(), size: found.size };
}
