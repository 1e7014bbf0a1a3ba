import type { RefreshResult } from '../api/types.ts';

export interface RefreshWords {
  tone: 'good' | 'info' | 'bad';
  text: string;
}

/** The outcome of "Refresh now" in words. */
export function refreshWords(
  { outcome, retryAt }: RefreshResult,
  provider: string,
  time: (at: string) => string,
): RefreshWords {
  const again = retryAt === undefined ? 'shortly' : time(retryAt);
  switch (outcome) {
    case 'refreshed':
      return { tone: 'good', text: `${provider} issued new tokens.` };
    case 'moved':
      return { tone: 'good', text: 'The tokens were already refreshed a moment ago.' };
    case 'busy':
      return { tone: 'info', text: 'A refresh is already running.' };
    case 'not_yet':
      return {
        tone: 'info',
        text: `The last refresh was a moment ago, or it failed. The next try is possible ${again}.`,
      };
    case 'paused':
      return {
        tone: 'info',
        text: `${provider} is not asked at the moment, because other requests of the same OAuth app failed. The next try is possible ${again}.`,
      };
    case 'failing':
      return { tone: 'bad', text: `${provider} did not issue new tokens. The next try is ${again}.` };
    case 'alive':
      return {
        tone: 'good',
        text: `${provider} still accepts the access token. There is nothing to refresh.`,
      };
    case 'dead':
      return { tone: 'bad', text: `${provider} has ended this access. Connect the account again.` };
    case 'not_refreshable':
      return {
        tone: 'info',
        text: 'There is nothing to refresh: the provider did not issue a refresh token for this connection.',
      };
  }
}
