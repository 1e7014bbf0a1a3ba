/** List prices of us-east-1 in US dollars without free tiers, and what hosted peers ask. Check them before relying on them. */

interface Price {
  dollars: number;
  per: string;
  /** Where it was read, and of when that is. Only one of them is AWS's own page: the others show their prices by a script. */
  source: string;
}

export const PRICES = {
  dynamodbWrite: { dollars: 0.625, per: 'million write units', source: 'airbyte.com, 2025-07-21' },
  dynamodbRead: { dollars: 0.125, per: 'million read units', source: 'airbyte.com, 2025-07-21' },
  dynamodbStorage: {
    dollars: 0.25,
    per: 'GB and month',
    source: 'github.com/Rimurutempestx/Amazon-DynamoDB-pricing-and-security, 2023-02',
  },
  dynamodbBackup: {
    dollars: 0.2,
    per: 'GB of a table with point-in-time recovery, and month',
    source: 'github.com/Rimurutempestx/Amazon-DynamoDB-pricing-and-security, 2023-02',
  },
  lambdaRequest: { dollars: 0.2, per: 'million requests', source: 'cloudchipr.com, 2024' },
  lambdaDuration: { dollars: 13.3334, per: 'million GB-seconds on arm64', source: 'cloudchipr.com, 2024' },
  kmsRequest: { dollars: 3, per: 'million requests', source: 'cloudburn.io, 2026-03' },
  kmsKey: { dollars: 1, per: 'key and month', source: 'cloudburn.io, 2026-03' },
  s3List: { dollars: 5, per: 'million LIST requests', source: 'c3x.dev, 2026-06' },
  metric: { dollars: 0.3, per: 'custom metric and month', source: 'signoz.io, 2026-02' },
  alarmMetric: { dollars: 0.1, per: 'metric of an alarm and month', source: 'c3x.dev, 2026-06' },
  compositeAlarm: { dollars: 0.5, per: 'alarm on alarms and month', source: 'c3x.dev, 2026-06' },
  insightRule: {
    dollars: 0.5,
    per: 'rule of Contributor Insights and month',
    source: 'usage type CW:ContributorInsightRules of the AWS price list, as a public repository quotes it',
  },
  httpApiRequest: { dollars: 1, per: 'million requests of an HTTP API', source: 'apigatewaycost.com, 2026' },
  cdnRequest: {
    dollars: 1,
    per: 'million HTTPS requests (0.01 for 10,000) in America and Europe',
    source: 'perfsys.com and AWS CloudFront pricing of 2026-04, as public repositories quote them',
  },
  cdnData: { dollars: 0.085, per: 'GB out of CloudFront', source: 'aws.amazon.com/cloudfront/pricing' },
  dashboard: { dollars: 3, per: 'dashboard and month', source: 'factualminds.com, 2026-06' },
  logs: { dollars: 0.5, per: 'GB taken in by CloudWatch Logs', source: 'c3x.dev, 2026-06' },
} as const satisfies Record<string, Price>;

/** Where they were read, each once. */
export function sourcesOf(prices: Record<string, Price>): string {
  return [...new Set(Object.values(prices).map(({ source }) => source))].join('; ');
}

/** Dollars for a million calls, as the issue that asked for this bench gives them (2026-11). */
export const HOSTED_PEERS = [
  { name: 'AgentCore Identity', dollars: '10' },
  { name: 'Composio', dollars: '250 to 300' },
] as const;
