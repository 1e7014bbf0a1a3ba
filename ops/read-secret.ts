/** A secret comes in by a prompt that shows nothing, or by a pipe; never by an argument or a variable, which others see. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Secret } from '../src/vault/secret.ts';
import { OperatorError } from './operator-error.ts';

/** Longer than any provider's client secret; Apple's and Google's JWT forms are below 1 kB. */
const LONGEST = 4_096;

export async function readSecret(prompt: string): Promise<Secret> {
  const typed = process.stdin.isTTY ? await ask(prompt) : await text(process.stdin);
  const secret = typed.replace(/\r?\n$/, '');
  // RFC 6749 appendix A.2: visible characters and space. A line break inside is a paste of something else.
  if (!/^[\x21-\x7e]+$/.test(secret) || secret.length > LONGEST)
    throw new OperatorError(
      'The input is not a client secret: a client secret is one line of visible characters.',
    );
  return new Secret(secret);
}

async function ask(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
