/** The form of the cases of rejections.json, and how this package is run on one. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { isRejectedByNotion, isRejectedByProvider } from '../../../client/src/is-rejected.ts';
import { watchAnswer } from '../../../client/src/watch-answer.ts';
import type { JudgementInput } from './rejection-inputs.ts';
import type { WatchInput } from './watch-inputs.ts';

/** An answer with its call, and what the two predicates say. */
export interface JudgementCase extends JudgementInput {
  byProvider: boolean;
  byNotion: boolean;
}

/** A body, and what the watch does with it. Bytes are compressed with gzip, in base64. */
export interface WatchCase {
  name: string;
  contentType: string;
  id: unknown;
  message?: object;
  body: string;
  /** Sizes of the chunks; the last is repeated. */
  sizes: number[];
  /** The answers that are judged, and whether nothing was passed on before. */
  judged: { answer: unknown; isFirst: boolean }[];
  /** What is passed on; left out if that is the body. */
  passed?: string;
  /** Bytes of the first part that is passed on. */
  first: number;
}

export const packed = (bytes: Buffer) => gzipSync(bytes, { level: 9 }).toString('base64');
export const unpacked = (text: string) => gunzipSync(Buffer.from(text, 'base64'));

export const judgementCase = ({ name, answer, call }: JudgementInput): JudgementCase => ({
  name,
  answer,
  call,
  byProvider: isRejectedByProvider(answer, call),
  byNotion: isRejectedByNotion(answer, call),
});

/** What this package does with these chunks. */
export async function watched({ contentType, id, chunks, message }: Omit<WatchInput, 'name'>) {
  const judged: WatchCase['judged'] = [];
  const body = ReadableStream.from(chunks.map((chunk) => new Uint8Array(chunk)));
  const response = await watchAnswer(new Response(body, { headers: { 'content-type': contentType } }), {
    id,
    async judge(answer, isFirst) {
      judged.push({ answer, isFirst });
      return message ? { message } : 'pass';
    },
  });
  const parts: Buffer[] = [];
  for await (const part of response.body ?? []) parts.push(Buffer.from(part));
  return { judged, parts };
}

/** The case, with what this package does. */
export async function watchCase(input: WatchInput): Promise<WatchCase> {
  const { name, contentType, id, message, chunks } = input;
  const { judged, parts } = await watched(input);
  const body = Buffer.concat(chunks);
  const passed = Buffer.concat(parts);
  return {
    ...{ name, contentType, id },
    ...(message && { message }),
    body: packed(body),
    sizes: shortened(chunks.map(({ length }) => length)),
    judged,
    ...(!passed.equals(body) && { passed: packed(passed) }),
    first: parts[0]?.length ?? 0,
  };
}

/** Without the same numbers at the end. */
function shortened(sizes: number[]): number[] {
  const same = sizes.findLastIndex((size, index) => index < sizes.length - 1 && size !== sizes[0]);
  return same < 0 ? sizes.slice(0, 1) : sizes;
}

/** The chunks of a case. */
export function chunksOf({ body, sizes }: WatchCase): Buffer[] {
  const bytes = unpacked(body);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunks.at(-1)?.length ?? 1) {
    const size = sizes[Math.min(chunks.length, sizes.length - 1)] ?? bytes.length;
    chunks.push(bytes.subarray(at, at + size));
  }
  return chunks;
}
