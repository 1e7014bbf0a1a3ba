/** Which files an operator may show as logos of providers beside the page. Pure. */

/** `<provider>.svg` or `<provider>.png`: a provider of the catalogue or of a workspace's own, or a remote server's. */
const LOGO_FILE = /^(custom~|remote~)?[a-z][a-z0-9-]{0,31}\.(svg|png)$/;
const MOST_FILES = 100;
const MOST_BYTES = 64 * 1024;

/** An entry of the folder. */
export interface LogoEntry {
  name: string;
  isFile: boolean;
  /** In bytes. */
  size: number;
}

/** What is wrong with the entries of a folder of logos, as ends of a sentence about the folder. */
export function logoFaults(entries: readonly LogoEntry[]): string[] {
  const faults = entries.flatMap(({ name, isFile, size }) => {
    if (!isFile || !LOGO_FILE.test(name))
      return [`has ${JSON.stringify(name)}; keep only files named <provider>.svg or <provider>.png`];
    return size > MOST_BYTES ? [`has ${name} with ${size} bytes; a logo has ${MOST_BYTES} at most`] : [];
  });
  return entries.length > MOST_FILES
    ? [`has ${entries.length} files; ${MOST_FILES} logos are the most`]
    : faults;
}
