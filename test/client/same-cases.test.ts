/**
 * The cases of clients/vectors that all clients pass, whatever language they are written in.
 * Covers client/src/scrub-bytes.ts, client/src/find-secrets.ts, client/src/is-rejected.ts, client/src/message-pieces.ts,
 * client/src/watch-answer.ts.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRejectedByNotion, isRejectedByProvider } from '../../client/src/index.ts';
import {
  chunksOf,
  type JudgementCase,
  unpacked,
  type WatchCase,
  watched,
} from './same-cases/rejection-cases.ts';
import { judgementInputs } from './same-cases/rejection-inputs.ts';
import { type ScrubCase, scrubbed, sizesOf } from './same-cases/scrub-cases.ts';
import { scrubInputs } from './same-cases/scrub-inputs.ts';
import { watchInputs } from './same-cases/watch-inputs.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../clients/vectors/${name}.json`, import.meta.url), 'utf8'));
const SCRUB: ScrubCase[] = read('scrub');
const { judgements, watches }: { judgements: JudgementCase[]; watches: WatchCase[] } = read('rejections');
const names = (all: readonly { name: string }[]) => all.map(({ name }) => name);

describe('T151: the cases of scrub.json', () => {
  it('are those of the inputs', () => {
    expect(names(SCRUB)).toEqual(names(scrubInputs()));
  });

  it('are passed on as they say, at once and in their chunks', () => {
    for (const { name, secrets, text, clean, sizes, passed } of SCRUB) {
      const bytes = Buffer.from(text, 'base64');
      const atOnce = Buffer.concat(scrubbed(secrets, bytes, [bytes.length])).toString('base64');
      expect([name, atOnce]).toEqual([name, clean === '' ? text : clean]);
      const whole = bytes.subarray(
        0,
        sizes.reduce((sum, size) => sum + size, 0),
      );
      const lengths = scrubbed(secrets, whole, sizes).map((part) => part.length);
      expect([name, lengths]).toEqual([name, passed]);
    }
  });

  it('are passed on in the same way in other chunks, where they say so', () => {
    for (const { name, secrets, text, clean, anyCut } of SCRUB.filter((each) => each.anyCut)) {
      const bytes = Buffer.from(text, 'base64');
      const out = Buffer.concat(scrubbed(secrets, bytes, sizesOf(bytes.length, 3))).toString('base64');
      expect([name, anyCut, out]).toEqual([name, true, clean === '' ? text : clean]);
    }
  });
});

describe('T236: the cases of rejections.json', () => {
  it('are those of the inputs', () => {
    expect(names(judgements)).toEqual(names(judgementInputs()));
    expect(names(watches)).toEqual(names(watchInputs()));
  });

  it('are judged as they say', () => {
    for (const { name, answer, call, byProvider, byNotion } of judgements)
      expect([name, isRejectedByProvider(answer, call), isRejectedByNotion(answer, call)]).toEqual([
        name,
        byProvider,
        byNotion,
      ]);
  });

  it('are watched as they say', async () => {
    for (const each of watches) {
      const { judged, parts } = await watched({ ...each, chunks: chunksOf(each) });
      expect([each.name, judged, parts[0]?.length ?? 0]).toEqual([each.name, each.judged, each.first]);
      expect(Buffer.concat(parts).equals(unpacked(each.passed ?? each.body))).toBe(true);
    }
  });
});
