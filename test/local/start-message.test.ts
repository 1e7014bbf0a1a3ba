/** Covers local/start-message.ts. */
import { expect, it } from 'vitest';
import { startMessage } from '../../local/start-message.ts';

const URLS = {
  dashboard: 'http://127.0.0.1:3000',
  api: 'http://127.0.0.1:3000',
  identityProvider: 'http://127.0.0.1:3001',
  demoProvider: 'http://127.0.0.1:3002',
  notesMcp: 'http://127.0.0.1:3003/notes/mcp',
  tasksMcp: 'http://127.0.0.1:3003/tasks/mcp',
  endpoint: 'http://127.0.0.1:3005/mcp',
  lambda: 'http://127.0.0.1:3004',
  playedProviders: undefined,
};
const PLAYING = { ...URLS, playedProviders: 'http://127.0.0.1:3006' };

it('says where everything is, and what the AWS SDK of a runtime needs', () => {
  const message = startMessage(URLS, { logFile: '/x/log.jsonl', play: [], state: '.local' });
  for (const url of Object.values(URLS)) if (url) expect(message).toContain(url);
  expect(message).toMatch(
    /AWS_ENDPOINT_URL_LAMBDA=\S+ AWS_REGION=local \\\n +AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local\n/,
  );
  expect(message).not.toContain('Played');
});

it('says what is played, and that no account is real', () => {
  const message = startMessage(PLAYING, { logFile: 'x', play: ['google', 'github'], state: '.local-play' });
  expect(message).toContain('http://127.0.0.1:3006   (google, github: no real accounts)');
  expect(message).toContain('token -- ada\n');
});

it('names a folder that the token command would not find by itself', () => {
  const message = startMessage(URLS, { logFile: 'x', play: [], state: '/somewhere' });
  expect(message).toContain('npm run --silent token -- ada --state /somewhere\n');
});
