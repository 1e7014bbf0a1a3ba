/** A person's terminal: a shell that keeps its variables from one block of commands to the next. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Terminal {
  /** Runs commands to their end. The output of both streams, and how the last command ended. */
  run(commands: string): Promise<{ output: string; code: number }>;
  /** Runs commands that do not end, until they have printed this. */
  runUntil(commands: string, printed: RegExp): Promise<string>;
  close(): Promise<void>;
}

export function openTerminal(folder: string, environment: NodeJS.ProcessEnv): Terminal {
  // A process group of its own, so that what a command has started ends with it.
  const shell = spawn('bash', ['--noprofile', '--norc'], { cwd: folder, env: environment, detached: true });
  let count = 0;
  return {
    async run(commands) {
      count += 1;
      const end = new RegExp(`^end-${count}:(\\d+)\\n`, 'm');
      const output = await printed(shell, `${commands}\nprintf '\\nend-${count}:%d\\n' "$?"\n`, end);
      return { output: output.replace(end, ''), code: Number(end.exec(output)?.[1]) };
    },
    runUntil: (commands, pattern) => printed(shell, `${commands}\n`, pattern),
    async close() {
      if (shell.exitCode !== null || shell.pid === undefined) return;
      process.kill(-shell.pid, 'SIGTERM');
      await once(shell, 'close');
    },
  };
}

/** What the shell prints after this input, up to the pattern. Rejects when the shell ends before. */
function printed(shell: ChildProcessWithoutNullStreams, input: string, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const stop = () => {
      shell.stdout.off('data', take);
      shell.stderr.off('data', take);
      shell.off('close', ended);
    };
    const take = (chunk: Buffer) => {
      output += chunk;
      if (!pattern.test(output)) return;
      stop();
      resolve(output);
    };
    const ended = () => {
      stop();
      reject(new Error(`the terminal ended after: ${output}`));
    };
    shell.stdout.on('data', take);
    shell.stderr.on('data', take);
    shell.once('close', ended);
    shell.stdin.write(input);
  });
}
