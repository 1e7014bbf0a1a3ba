import { answerRefresh } from '../src/broker/refresh/answer-refresh.ts';
import { refreshingHandler } from './refreshing.ts';

export const handler = refreshingHandler('token-refresh', answerRefresh);
