/** The options of `npm start`: takes the arguments of this process, and returns the ports and the folder. */
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { number, textOr } from '../command-line/option.ts';

export interface StartOptions {
  /** Of the dashboard and the API; the four ports after it are used too. */
  port: number;
  /** Folder of everything that is kept. */
  state: string;
}

export function startOptions(): StartOptions {
  return fromCommandLine({
    call: 'npm start',
    description:
      'Runs the dashboard, the API, the sign-in, a demo provider and two MCP servers on this machine.',
    options: {
      // Five ports from here, none of them privileged.
      port: number(
        { least: 1024, most: 65_531, usual: 3000 },
        'The port of the dashboard. The four ports after it are used too.',
      ),
      state: textOr('.local', '<folder>', 'The folder that keeps connections, keys and the log.'),
    },
    notes: ['Ctrl+C stops the command. The next start finds what was connected.'],
  }).options;
}
