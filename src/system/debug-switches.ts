/**
 * Switches of Node that make a process show the requests that it sends, or the answers that it gets: tokens and client secrets.
 * A deployed function does not start with one of them (T063). All other switches are the operator's own matter.
 */

/**
 * The sections of `NODE_DEBUG` that print options, headers, addresses or bodies of connections. `https` and `net` print the
 * headers of a request, `stream` prints the bytes of an answer, and those of `fetch` print the address with its query.
 */
export const SHOWING_SECTIONS = [
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'stream',
  'fetch',
  'undici',
  'websocket',
] as const;

/**
 * Options of Node that show the same by other ways: a debugger reads the memory, a snapshot of the heap holds every string, the
 * log of TLS keys opens a recorded connection, and trace events hold the path and query of each request.
 */
const SHOWING_OPTION =
  /^--(inspect(-brk|-wait)?|tls-keylog|heapsnapshot-(signal|near-heap-limit)|trace-event-categories)(=|$)/;

/** What a process was started with. */
export interface StartOfProcess {
  environment: Readonly<Record<string, string | undefined>>;
  /** Options of Node on its command line (`process.execArgv`). */
  options: readonly string[];
}

/** Throws an error that names the switch, and never its value, if the process would show requests or answers. */
export function refuseDebugSwitches(name: string, { environment, options }: StartOfProcess): void {
  const section = SHOWING_SECTIONS.find(isPrintedWith(environment.NODE_DEBUG));
  if (section)
    throw new Error(`${name} does not start with NODE_DEBUG for "${section}", which prints requests`);
  const given = [...wordsOf(environment.NODE_OPTIONS), ...options].map(spelled);
  const option = given.map((each) => SHOWING_OPTION.exec(each)?.[1]).find((found) => found !== undefined);
  if (option)
    throw new Error(`${name} does not start with the option --${option} of Node, which shows requests`);
}

/** Reads `NODE_DEBUG` as Node does (lib/internal/util/debuglog.js): a list, in any case, in which `*` stands for anything. */
function isPrintedWith(value: string | undefined): (section: string) => boolean {
  if (!value) return () => false;
  const escaped = value.replace(/[|\\{}()[\]^$+?.]/g, '\\$&');
  const pattern = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll(',', '$|^')}$`, 'i');
  return (section) => pattern.test(section);
}

/** The words of `NODE_OPTIONS`: double quotes keep spaces together, and a backslash within them escapes a character. */
function wordsOf(value = ''): string[] {
  const words = value.match(/(?:"(?:\\.|[^"\\])*"?|[^\s"])+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"?/g, (_, quoted: string) => quoted.replace(/\\(.)/g, '$1')),
  );
}

/** Node takes an underscore for a dash in the name of an option. */
function spelled(option: string): string {
  const [name = '', ...value] = option.split('=');
  return [name.replaceAll('_', '-'), ...value].join('=');
}
