/**
 * The export of the activity: rows that a spreadsheet takes for text, whatever a name holds, for the same people as the list.
 * Covers src/http/export-activity.ts, src/http/csv-part.ts, src/http/csv.ts, src/http/file-part.ts,
 * src/contract/routes/activity-routes.ts, src/contract/resources/activity.ts.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseCsv } from '../setup/parse-csv.ts';
import { activityWorld, ISSUER } from './activity-world.ts';
import { FORMULAS, START_OF_FORMULA } from './spreadsheet-formulas.ts';

const EXPORT = '/v1/workspaces/acme/activity.csv';
const NAMES =
  'at,type,outcome,actor,actor_issuer,provider,connection,server,client_id,app_version,addresses_before,addresses_after,tools,tools_changed,operation';

type World = Awaited<ReturnType<typeof activityWorld>>;

describe('T244: the export of the activity', () => {
  let world: World;
  beforeEach(async () => {
    world = await activityWorld();
  });
  afterEach(() => world.close());

  it('is a file to download, in UTF-8 with its byte order mark, that nobody sniffs or keeps', async () => {
    await world.happened({ actor: 'größe' });
    const response = await world.get('ada', EXPORT);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="activity-acme.csv"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString()).toContain('"größe"');
  });

  it('has one row an entry, in the order of the list, and every cell in quotation marks', async () => {
    const cells = ['oauth_app_put', 'forbidden', 'ada', ISSUER, 'google', 'google~a', 'crm', 'client', '3'];
    await world.happened({
      ...{ type: 'oauth_app_put', outcome: 'forbidden', actor: 'ada', actorIssuer: ISSUER },
      ...{ provider: 'google', connectionId: 'google~a', server: 'crm', clientId: 'client', version: 3 },
      ...{
        addressesBefore: ['https://a', 'https://b'],
        addressesAfter: ['https://c'],
        operation: 'putOAuthApp',
        toolChanges: [
          { tool: 'send', before: 'A'.repeat(43), after: 'B'.repeat(43) },
          { tool: 'new', after: 'C' },
        ],
        toolsChanged: 5,
      },
    });
    await world.happened({}, { ago: 5 });
    const [names, first, second] = (await world.download('ada')).text.slice(1).split('\r\n');
    expect(names?.replaceAll('"', '')).toBe(NAMES);
    const all = [
      new Date(world.now()).toISOString(),
      ...cells,
      'https://a https://b',
      'https://c',
      `send=${'A'.repeat(43)}>${'B'.repeat(43)} new=>C`,
      '5',
      'putOAuthApp',
    ];
    expect(first).toBe(all.map((cell) => `"${cell}"`).join(','));
    expect(parseCsv(second ?? '')[0]?.slice(1)).toEqual(['connected', ...Array(13).fill('')]);
  });

  it('comes in parts that can be joined, with the names of the columns once, and keeps its filter', async () => {
    for (let number = 0; number < 23; number++) {
      await world.happened({ provider: 'github', operation: `n${number}` }, { ago: number * 1_000 });
      await world.happened({ provider: 'google' }, { ago: number * 1_000 });
    }
    const { text, parts } = await world.download('ada', 'limit=5&provider=github');
    expect(parts).toBe(5);
    expect(text.match(/\ufeff/g)).toHaveLength(1);
    const operations = parseCsv(text.slice(1)).map((row) => row.at(-1));
    expect(operations).toEqual(['operation', ...Array.from({ length: 23 }, (_, number) => `n${number}`)]);
  });

  it('has no more bytes in a part than Lambda can answer, however much an entry holds', async () => {
    const addresses = Array.from({ length: 25 }, (_, number) => `https://${number}.${'a'.repeat(285)}`);
    for (let number = 0; number < 250; number += 25)
      await Promise.all(
        Array.from({ length: 25 }, (_, index) =>
          world.happened(
            { type: 'oauth_app_put', addressesBefore: addresses, addressesAfter: addresses },
            { ago: number + index },
          ),
        ),
      );
    const response = await world.get('ada', EXPORT);
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(4 * 1024 * 1024);
    const { text, parts } = await world.download('ada');
    expect(parts).toBeGreaterThan(1);
    // The names of the columns, and nothing after the last row.
    expect(text.split('\r\n')).toHaveLength(252);
  });
});

describe('T244: a formula in an entry', () => {
  let world: World;
  beforeAll(async () => {
    world = await activityWorld();
  });
  afterAll(() => world.close());

  it.each(FORMULAS)('is text in every cell, whatever separates cells: %j', async (text) => {
    world.advance(86_400_000);
    const texts = { actor: text, actorIssuer: text, provider: text, connectionId: text, server: text };
    const others = { clientId: text, operation: text, addressesBefore: [text], addressesAfter: [text, text] };
    const toolChanges = [{ tool: text, before: text, after: text }];
    await world.happened({ type: 'oauth_app_put', ...texts, ...others, toolChanges });
    const day = new Date(world.now()).toISOString().slice(0, 10);
    const { text: file } = await world.download('ada', `from=${day}&to=${day}`);
    for (const separator of [',', ';', '\t', '|'])
      for (const cell of parseCsv(file.slice(1), separator).flat())
        expect([separator, cell]).not.toEqual([separator, expect.stringMatching(START_OF_FORMULA)]);
    expect(parseCsv(file.slice(1)).map((row) => row.length)).toEqual([15, 15]);
    expect(file.slice(1)).not.toMatch(/[^\r\n\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(file.match(/[\r\n]/g)).toHaveLength(4);
  });
});
