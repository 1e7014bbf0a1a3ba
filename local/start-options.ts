/** The options of `npm start`: takes the arguments of this process, and returns the ports, the folder and what is played. */
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { listOf, number, text } from '../command-line/option.ts';
import { PLAYABLE } from './played-providers/playable.ts';
import { PLAYED_STATE, USUAL_STATE } from './state-folders.ts';

export interface StartOptions {
  /** Of the dashboard and the API; the five ports after it are used too, and the sixth after it by played providers. */
  port: number;
  /** Folder of everything that is kept. */
  state: string;
  /** Ids of the providers that are played. */
  play: string[];
  /** A file with the servers of a stage's settings. */
  servers: string | undefined;
  /** A folder with logos of providers. */
  logos: string | undefined;
  /** The origin to which the page may lead a person back. */
  'return-to': string | undefined;
}

export function startOptions(): StartOptions {
  const { options } = fromCommandLine({
    call: 'npm start',
    description:
      'Runs the dashboard, the API, the sign-in, a demo provider and two MCP servers on this machine.',
    options: {
      // Seven ports from here, none of them privileged.
      port: number(
        { least: 1024, most: 65_529, usual: 3000 },
        'The port of the dashboard. The five ports after it are used too, and by --play the sixth after it.',
      ),
      logos: text('<folder>', 'Logos of providers that the page shows: <provider>.svg or <provider>.png.'),
      play: listOf(
        PLAYABLE,
        '<provider>,…',
        'Providers that scripts stand in for, without any account there, such as google,github.',
      ),
      'return-to': text(
        '<origin>',
        'The origin of a chat or another page to which the dashboard may lead back, by `return` of a link.',
      ),
      servers: text('<file>', 'MCP servers of a stage, as JSON: the list `servers` of its settings.'),
      state: text(
        '<folder>',
        `The folder that keeps connections, keys and the log (default: ${USUAL_STATE}, or ${PLAYED_STATE} with --play).`,
      ),
    },
    notes: ['Ctrl+C stops the command. The next start finds what was connected.'],
  });
  return { ...options, state: options.state ?? (options.play.length > 0 ? PLAYED_STATE : USUAL_STATE) };
}
