/** The figures for a reader. Pure. */
import { table } from '../table.ts';
import type { ClientsReport } from './measure.ts';

export function describeClients({ clients, calls }: ClientsReport): string {
  const rows = clients.map(({ language, client, bare, ratio }) => [
    language,
    client.toFixed(1),
    bare.toFixed(1),
    ratio.toFixed(2),
  ]);
  const hasPython = clients.some(({ language }) => language === 'Python');
  return [
    `A tool call with a client package, of ${calls} each, one after the other`,
    table([['', 'client, p50 ms', 'bare, p50 ms', 'ratio'], ...rows]),
    '  bare: an invocation of the injector by the AWS SDK, and the call of the server with what it answered',
    ...(hasPython ? [] : ['  Python was not measured: npm run test:python makes its environment.']),
  ].join('\n');
}
