import type { Notice } from '../parts/notice.ts';

/** Only the tab that started a consent completes it. What came is dropped, and is sent nowhere. */
export const STARTED_ELSEWHERE: Notice = {
  tone: 'bad',
  title: 'Not completed here',
  text: 'This connection was started in another tab or browser, or it took too long. It was not completed here. Start again here.',
};
