/** What a million requests of people cost: the API, and CloudFront in front of it where the stage hosts the dashboard. Pure. */
import { PRICES } from '../prices.ts';

export type Line = [what: string, dollars: number];

/** What only AWS can tell. */
const ASSUMED = {
  /** A read of the dashboard's: a query or two, as lib/functions/connections-api.ts sizes it. */
  milliseconds: 30,
  gigabytes: 0.5,
  /** An answer with its headers. */
  answerKilobytes: 5,
  /** The access log's line, the function's own, and START, END and REPORT in JSON. */
  logBytes: 1_300,
};

export function aMillionRequests(): Line[] {
  const { milliseconds, gigabytes, answerKilobytes, logBytes } = ASSUMED;
  const gigabytesOut = (answerKilobytes * 1_000_000) / 1_000_000;
  return [
    ['API Gateway, requests', PRICES.httpApiRequest.dollars],
    ['CloudFront, requests', PRICES.cdnRequest.dollars],
    [`CloudFront, data (answers of ${answerKilobytes} kB assumed)`, gigabytesOut * PRICES.cdnData.dollars],
    ['Lambda, requests', PRICES.lambdaRequest.dollars],
    [
      `Lambda, duration (${milliseconds} ms assumed, ${gigabytes} GB)`,
      (milliseconds / 1_000) * gigabytes * PRICES.lambdaDuration.dollars,
    ],
    [`CloudWatch Logs (${logBytes} bytes assumed)`, (logBytes / 1_000) * PRICES.logs.dollars],
    ['DynamoDB, one query of 4 kB', 0.5 * PRICES.dynamodbRead.dollars],
  ];
}
