/**
 * The export of calls: rows that a spreadsheet takes for text, whatever a name holds, for the same people as the list.
 * Covers src/http/export-calls.ts, src/http/csv-part.ts, src/http/csv.ts, src/http/file-part.ts, src/contract/routes/call-routes.ts,
 * src/contract/resources/call.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { parseCsv } from '../setup/parse-csv.ts';
import { callsWorld, ISSUER, NOW } from './calls-world.ts';
import { FORMULAS, START_OF_FORMULA } from './spreadsheet-formulas.ts';

const EXPORT = '/v1/workspaces/acme/calls.csv';
const NAMES =
  'at,operation_id,outcome,server,tool,connection,hosts,missing_scopes,challenged_scopes,caller,caller_issuer,replayed_at,trial';

let world: Awaited<ReturnType<typeof callsWorld>>;
beforeEach(async () => {
  world = await callsWorld();
});

/** All parts, joined as they come. */
async function download(person: string, query = ''): Promise<{ text: string; parts: number }> {
  let text = '';
  let parts = 0;
  let url: string | undefined = `https://api.example${EXPORT}?${query}`;
  while (url !== undefined) {
    const response = await world.get(person, url);
    expect(response.status).toBe(200);
    text += Buffer.from(await response.arrayBuffer()).toString();
    parts += 1;
    const next: string | undefined = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    url = next === undefined ? undefined : new URL(next, url).href;
  }
  return { text, parts };
}

describe('T244: the export', () => {
  it('is a file to download, in UTF-8 with its byte order mark, that nobody sniffs or keeps', async () => {
    await world.called({ tool: 'größe' });
    const response = await world.get('ada', EXPORT);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="calls-acme.csv"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString()).toContain('"größe"');
  });

  it('has one row a call, in the order of the list, and every cell in quotation marks', async () => {
    const id = await world.called({
      outcome: 'insufficient_scope',
      hosts: ['a.example', 'b.example'],
      missingScopes: ['x', 'y'],
      challengedScopes: ['z'],
      replayedAt: NOW,
      trial: true,
    });
    const older = await world.called({ tool: undefined, caller: undefined }, { ago: 5 });
    const { text } = await download('ada');
    const time = new Date(NOW).toISOString();
    const cells = [
      ...[time, id, 'insufficient_scope', 'crm', 'find', 'google', 'a.example b.example', 'x y', 'z'],
      ...['bob', ISSUER, time, 'true'],
    ];
    const [names, first, second] = text.slice(1).split('\r\n');
    expect(names?.replaceAll('"', '')).toBe(NAMES);
    expect(first).toBe(cells.map((cell) => `"${cell}"`).join(','));
    expect(parseCsv(second ?? '')[0]?.slice(1, 5)).toEqual([older, 'injected', 'crm', '']);
  });

  it('comes in parts that can be joined, with the names of the columns once', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 23; number++) ids.push(await world.called({}, { ago: number * 1_000 }));
    const { text, parts } = await download('ada', 'limit=5&server=crm');
    expect(parts).toBe(5);
    expect(text.match(/\ufeff/g)).toHaveLength(1);
    expect(parseCsv(text.slice(1)).map(([, id]) => id)).toEqual(['operation_id', ...ids]);
  });

  it('has no more bytes in a part than Lambda can answer, however much a record holds', async () => {
    const hosts = Array.from({ length: 20 }, (_, number) => `${number}.${'h'.repeat(240)}.example`);
    const scopes = Array.from({ length: 20 }, (_, number) => `${number}${'s'.repeat(190)}`);
    for (let number = 0; number < 600; number++)
      await world.called({ hosts, missingScopes: scopes, challengedScopes: scopes }, { ago: number });
    const response = await world.get('ada', EXPORT);
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(4 * 1024 * 1024);
    const { text, parts } = await download('ada');
    expect(parts).toBe(3);
    // The names of the columns, and nothing after the last row.
    expect(text.split('\r\n')).toHaveLength(602);
  });

  it('has the rows that the list shows to the same person, and no others', async () => {
    const bobs = await world.called({ caller: { issuer: ISSUER, subject: 'bob' } });
    await world.called({ caller: { issuer: ISSUER, subject: 'carol' } });
    await world.called({ caller: undefined });
    expect(parseCsv((await download('ada')).text)).toHaveLength(4);
    const own = parseCsv((await download('bob', 'mine=false')).text);
    expect(own.map(([, id]) => id)).toEqual(['operation_id', bobs]);
    expect(own.flat().join()).not.toContain('carol');
    expect((await world.get('mallory', EXPORT)).status).toBe(404);
    expect((await world.get('ada', `${EXPORT}?limit=5001`)).status).toBe(400);
  });
});

describe.each(['server', 'tool', 'connectionId', 'hosts', 'missingScopes', 'subject', 'issuer'])(
  'T244: a %s that is a formula',
  (field) => {
    it.each(FORMULAS)('is text in every cell, whatever separates cells: %j', async (text) => {
      const caller = {
        issuer: field === 'issuer' ? text : ISSUER,
        subject: field === 'subject' ? text : 'bob',
      };
      const isList = ['hosts', 'missingScopes'].includes(field);
      const named = ['subject', 'issuer'].includes(field) ? {} : { [field]: isList ? [text] : text };
      await world.called({ caller, ...named } as never);
      const { text: file } = await download('ada');
      for (const separator of [',', ';', '\t', '|'])
        for (const cell of parseCsv(file.slice(1), separator).flat())
          expect([separator, cell]).not.toEqual([separator, expect.stringMatching(START_OF_FORMULA)]);
      expect(parseCsv(file.slice(1)).map((row) => row.length)).toEqual([13, 13]);
      expect(file.slice(1)).not.toMatch(/[^\r\n\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(file.match(/[\r\n]/g)).toHaveLength(4);
    });
  },
);
