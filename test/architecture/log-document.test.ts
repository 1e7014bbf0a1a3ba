/**
 * docs/logs.md lists the events and fields of the log. `UPDATE_DOCS=1 npx vitest run test/architecture` writes it.
 * Covers src/contract/log.ts, src/contract/metrics.ts.
 */
import { describe, expect, it } from 'vitest';
import { LOG_EVENTS, LOG_FIELDS } from '../../src/contract/log.ts';
import { COUNTED_EVENTS } from '../../src/contract/metrics.ts';
import { expectDocument } from '../setup/expect-document.ts';
import { sourcesIn } from './sources.ts';

const counted: Record<string, string> = COUNTED_EVENTS;

const PAGE = `# Logs

Each function writes one JSON object a line: \`level\`, \`event\`, and the fields below where they are known. No line
holds a token, a code, a URL with a query, an error's message or a provider's answer. This page is made from
\`src/contract/log.ts\`.

## Events

| event | meaning | counted as |
| --- | --- | --- |
${Object.entries(LOG_EVENTS)
  .map(([name, meaning]) => `| \`${name}\` | ${meaning} | ${counted[name] ? `\`${counted[name]}\`` : ''} |`)
  .join('\n')}

An event that is counted becomes a metric of CloudWatch when its level is \`error\`; [runbook.md](runbook.md) has the alarms.

## Fields

| field | what it holds |
| --- | --- |
${Object.entries(LOG_FIELDS)
  .map(([name, meaning]) => `| \`${name}\` | ${meaning} |`)
  .join('\n')}
`;

describe('the log', () => {
  it('is described by docs/logs.md', () => expectDocument('docs/logs.md', PAGE));

  it('has no event that nothing writes', () => {
    const code = sourcesIn(['src', 'lambdas', 'local'])
      .filter(({ file }) => file !== 'src/contract/log.ts')
      .map(({ text }) => text)
      .join('\n');
    expect(Object.keys(LOG_EVENTS).filter((event) => !code.includes(`'${event}'`))).toEqual([]);
  });
});
