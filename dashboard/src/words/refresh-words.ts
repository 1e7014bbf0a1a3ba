import type { RefreshResult } from '../api.ts';

export interface RefreshWords {
  tone: 'good' | 'info' | 'bad';
  text: string;
}

/** What "Refresh now" came to. */
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
      return { tone: 'good', text: 'The tokens were renewed a moment ago already.' };
    case 'busy':
      return { tone: 'info', text: 'A refresh is under way.' };
    case 'not_yet':
      return { tone: 'info', text: `After an earlier failure the next try is ${again}.` };
    case 'paused':
      return {
        tone: 'info',
        text: `${provider} is not asked at the moment, because it refused other requests of this OAuth app. The next try is ${again}.`,
      };
    case 'failing':
      return { tone: 'bad', text: `${provider} did not renew the tokens. The next try is ${again}.` };
    case 'alive':
      return { tone: 'good', text: `${provider} still takes this access; there is nothing to renew.` };
    case 'dead':
      return { tone: 'bad', text: `${provider} has ended this access. Connect it again.` };
    case 'not_refreshable':
      return {
        tone: 'info',
        text: 'There is nothing to refresh: this access does not come with a refresh token.',
      };
  }
}
