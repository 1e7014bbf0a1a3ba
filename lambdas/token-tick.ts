import { answerTick } from '../src/broker/refresh/answer-tick.ts';
import { refreshingHandler } from './refreshing.ts';

export const handler = refreshingHandler('token-tick', answerTick);
