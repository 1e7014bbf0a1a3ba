/** Covers src/vault/mac-text.ts, src/vault/mac.ts. */
import { describe, expect, it } from 'vitest';
import { contentOfMacText, type MacTextRules, macText } from '../../src/vault/mac-text.ts';

const rules: MacTextRules = {
  keyOf: async (epoch) => new Uint8Array(32).fill(epoch),
  parts: (epoch, content) => ['purpose', epoch, content],
};
const made = (content: string, epoch = 7) => macText(rules, { epoch, content });
const read = (text: string, isAccepted: (epoch: number) => boolean = (epoch) => epoch === 7) =>
  contentOfMacText(rules, text, isAccepted);

describe('a text with a MAC', () => {
  it.each(['', 'x', 'content', '{"after":"é"}'])('comes back as %j', async (content) => {
    expect(await read(await made(content))).toBe(content);
  });

  it('is refused cut at each place, and with anything behind it', async () => {
    const text = await made('content');
    for (let length = 0; length < text.length; length += 1)
      expect(await read(text.slice(0, length)), String(length)).toBeUndefined();
    for (const more of ['A', 'AA', '=', '==', '\n']) expect(await read(text + more)).toBeUndefined();
  });

  it('is refused with any bit of it turned', async () => {
    const bytes = Buffer.from(await made('content'), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await read(turned.toString('base64url'), () => true)).toBeUndefined();
    }
  });

  it('asks for no key of an epoch that is not accepted', async () => {
    const asked: number[] = [];
    const keyOf = async (epoch: number) => {
      asked.push(epoch);
      return new Uint8Array(32).fill(epoch);
    };
    expect(await contentOfMacText({ ...rules, keyOf }, await made('x', 8), (epoch) => epoch === 7)).toBe(
      undefined,
    );
    expect(asked).toEqual([]);
  });
});
