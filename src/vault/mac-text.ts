/**
 * A text that leaves and comes back: base64url of the epoch of its key, its MAC and its content. It hides nothing; nobody else can make
 * one, and none can be used for anything but what it is bound to.
 */
import { isMacOf, MAC_LENGTH, macOf } from './mac.ts';

/** The keys, and what the text is bound to. */
export interface MacTextRules {
  /** The key of an epoch. */
  keyOf: (epoch: number) => Promise<Uint8Array>;
  /** All that the text is bound to, with its purpose, and with these two. */
  parts: (epoch: Uint8Array, content: string) => readonly (string | Uint8Array)[];
}

const EPOCH_LENGTH = 4;
const HEAD_LENGTH = EPOCH_LENGTH + MAC_LENGTH;

/** Makes the text under the key of an epoch. */
export async function macText(
  { keyOf, parts }: MacTextRules,
  { epoch, content }: { epoch: number; content: string },
): Promise<string> {
  const begin = bytesOf(epoch);
  const mac = macOf(await keyOf(epoch), parts(begin, content));
  return Buffer.concat([begin, mac, Buffer.from(content)]).toString('base64url');
}

/**
 * The content. Undefined: {@link macText} did not make the text under these rules, or the epoch is not accepted; then no key is asked
 * for.
 */
export async function contentOfMacText(
  { keyOf, parts }: MacTextRules,
  text: string,
  isAccepted: (epoch: number) => boolean,
): Promise<string | undefined> {
  const bytes = Buffer.from(text, 'base64url');
  // The decoder also takes padding, other alphabets and left-over bits: one content has one text.
  if (bytes.length < HEAD_LENGTH || bytes.toString('base64url') !== text) return undefined;
  const epoch = bytes.readUInt32BE();
  if (!isAccepted(epoch)) return undefined;
  const content = bytes.subarray(HEAD_LENGTH).toString();
  const mac = bytes.subarray(EPOCH_LENGTH, HEAD_LENGTH);
  return isMacOf(mac, await keyOf(epoch), parts(bytesOf(epoch), content)) ? content : undefined;
}

function bytesOf(epoch: number): Uint8Array {
  const bytes = Buffer.alloc(EPOCH_LENGTH);
  bytes.writeUInt32BE(epoch);
  return bytes;
}
