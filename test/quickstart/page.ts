/** The commands of docs/quickstart.md, in their order. */
import { readFileSync } from 'node:fs';

export interface Block {
  /** `1` of `# terminal 1`. */
  terminal: string;
  /** One command a line; a line may go on after a backslash. */
  commands: string;
}

const page = readFileSync(new URL('../../docs/quickstart.md', import.meta.url), 'utf8');

/** Every block that is marked as a shell's. Each begins with the terminal that it belongs to. */
export function blocks(): Block[] {
  return [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => {
    const [, terminal, commands] = /^# terminal (\d)\n(.*)$/s.exec(text) ?? [];
    if (terminal === undefined || commands === undefined) throw new Error(`no terminal: ${text}`);
    return { terminal, commands };
  });
}
