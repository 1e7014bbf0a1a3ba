import { describe, expect, it } from 'vitest';
import { connectionStore } from '../../../src/aws/table/connections.ts';
import { connectionItem } from '../../../src/aws/table/item-keys.ts';
import type { Connection } from '../../../src/broker/records.ts';
import type { Change } from '../../../src/broker/stores.ts';
import { clientOf } from '../../backends/backend.ts';
import { added, connection, put, writeId } from '../samples.ts';
import { type Given, newWorkspace, rawItem } from './given.ts';

export function describeWriteIds(given: Given): void {
  const newKey = () => ({ workspaceId: newWorkspace(), connectionId: 'google' });
  /** Holds once: afterwards the generation has moved on. */
  const advance = (id: string): Change<Connection> => ({
    expect: { generation: { is: 1 } },
    set: { generation: 2, failures: undefined },
    writeId: id,
  });

  describe('write ids', () => {
    it('let the same write succeed again, and change nothing more', async () => {
      const store = connectionStore(given());
      const key = newKey();
      await store.change(key, put({ ...connection, failures: 3 }));
      const change = advance(writeId());
      expect(await store.change(key, change)).toBe(true);
      const once = await rawItem(given(), connectionItem(key));
      expect(await store.change(key, change)).toBe(true);
      expect(await rawItem(given(), connectionItem(key))).toEqual(once);
    });

    it('let the same addition succeed again, until somebody else has written', async () => {
      const store = connectionStore(given());
      const key = newKey();
      const addition = added(connection);
      expect(await store.add(key, addition)).toBe(true);
      const once = await rawItem(given(), connectionItem(key));
      expect(await store.add(key, addition)).toBe(true);
      expect(await rawItem(given(), connectionItem(key))).toEqual(once);
      expect(await store.change(key, advance(writeId()))).toBe(true);
      expect(await store.add(key, addition)).toBe(false);
      expect((await store.read(key))?.generation).toBe(2);
    });

    it('do not let another write pass for it', async () => {
      const store = connectionStore(given());
      const key = newKey();
      await store.change(key, put(connection));
      expect(await store.change(key, advance(writeId()))).toBe(true);
      expect(await store.change(key, advance(writeId()))).toBe(false);
    });

    it('are void once somebody else has written', async () => {
      const store = connectionStore(given());
      const key = newKey();
      await store.change(key, put(connection));
      const change = advance(writeId());
      expect(await store.change(key, change)).toBe(true);
      const elsewhere = { expect: {}, set: { generation: 7 }, writeId: writeId() };
      expect(await store.change(key, elsewhere)).toBe(true);
      expect(await store.change(key, change)).toBe(false);
      expect((await store.read(key))?.generation).toBe(7);
    });

    it('make the SDK’s own repetition succeed after the answer to an applied write was lost', async () => {
      const client = clientOf(given());
      const store = connectionStore({ ...given(), client });
      const key = newKey();
      await store.change(key, put(connection));
      let answers = 0;
      client.middlewareStack.add(
        (next) => async (args) => {
          const answer = await next(args);
          answers += 1;
          if (answers === 1) throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
          return answer;
        },
        // Inside the retry middleware, so it sees every attempt.
        { step: 'deserialize', priority: 'high' },
      );
      expect(await store.change(key, advance(writeId()))).toBe(true);
      expect(answers).toBe(2);
      expect((await store.read(key))?.generation).toBe(2);
      client.destroy();
    });
  });
}
