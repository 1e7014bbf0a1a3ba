/**
 * Vendors whose authorization server metadata names another issuer than the one that was asked for, against RFC 8414 section 3.3.
 * An entry is the exact pair and changes the comparison alone: client, account and tokens stay keyed by the advertised identifier.
 */
export interface IssuerException {
  /** The identifier in `authorization_servers` of the resource’s metadata, or the server’s origin where there is none. */
  advertised: string;
  /** `issuer` of the document that is found for it, or `iss` of an authorization response. */
  claimed: string;
  /** A public address that shows both. */
  source: string;
  /** The day of the newest source that shows the pair, as yyyy-mm-dd. */
  seenOn: string;
  checkedOn: string;
  /** Where the pair is seen. Absent: in the document. */
  claimedIn?: 'answers';
  /** The day on which the vendor’s document was seen to be right: no answer needs the entry then, and it can be dropped. */
  seenRightOn?: string;
}

const CHECKED_ON = '2026-11-30';
const ATLASSIAN = 'https://auth.atlassian.com/VCeDsk8ZHncYF1g234fKtc4lNipbBhu3';

/** Those of the catalogue. Another pair is confirmed by an admin who was shown both names. */
export const ISSUER_EXCEPTIONS: readonly IssuerException[] = [
  // Its MCP servers, such as those for Gmail and Calendar.
  {
    advertised: 'https://accounts.google.com/',
    claimed: 'https://accounts.google.com',
    source: 'https://github.com/modelcontextprotocol/python-sdk/issues/1919',
    seenOn: '2026-09-14',
    checkedOn: CHECKED_ON,
  },
  {
    advertised: 'https://api.box.com/',
    claimed: 'https://api.box.com',
    source:
      'https://github.com/clout2buy/Ares/blob/8ac9c68ce886eeb1d9289c22f3269b171e2549c2/tests/fixtures/oauth/mcp/box.json',
    seenOn: '2026-10-01',
    checkedOn: CHECKED_ON,
  },
  {
    advertised: 'https://api.close.com/',
    claimed: 'https://api.close.com',
    source:
      'https://github.com/clout2buy/Ares/blob/f3ceaa6f29495e8aa4c38439cf50a236fd8222a2/tests/fixtures/oauth/mcp/close.json',
    seenOn: '2026-10-01',
    checkedOn: CHECKED_ON,
  },
  {
    advertised: 'https://identity.xero.com/',
    claimed: 'https://identity.xero.com',
    source:
      'https://github.com/clout2buy/Ares/blob/7ff9cf317834d4a83a42b89e5587af8321e81930/tests/fixtures/oauth/mcp/xero-mcp.json',
    seenOn: '2026-10-01',
    checkedOn: CHECKED_ON,
  },
  // Its document is right; the redirect of a consent names the other one.
  {
    advertised: 'https://auth.monday.com/mcp',
    claimed: 'https://auth.monday.com',
    source: 'https://github.com/NousResearch/hermes-agent/issues/96107',
    seenOn: '2026-08-27',
    checkedOn: CHECKED_ON,
    claimedIn: 'answers',
  },
  // SmartBear Zephyr.
  {
    advertised: 'https://app.tm4j.smartbear.com',
    claimed: 'https://app.tm4j.smartbear.com/backend/oauthproxy',
    source: 'https://github.com/SmartBear/smartbear-mcp/issues/682',
    seenOn: '2026-08-22',
    checkedOn: CHECKED_ON,
  },
  // Salesforce advertises an identifier for each of its hosted servers; the thread shows this one.
  {
    advertised: 'https://api.salesforce.com:443/platform/mcp/v1/platform/sobject-reads',
    claimed: 'https://login.salesforce.com',
    source: 'https://github.com/forcedotcom/mcp-hosted/issues/44',
    seenOn: '2026-08-13',
    checkedOn: CHECKED_ON,
  },
  // Slack’s document changes between both issuers.
  {
    advertised: 'https://mcp.slack.com',
    claimed: 'https://slack.com',
    source: 'https://github.com/NousResearch/hermes-agent/pull/111964',
    seenOn: '2026-09-14',
    checkedOn: CHECKED_ON,
    seenRightOn: '2026-10-01',
  },
  // Atlassian’s `/v1/mcp`, which has no metadata of its own.
  {
    advertised: 'https://mcp.atlassian.com',
    claimed: 'https://cf.mcp.atlassian.com',
    source: 'https://github.com/atlassian/atlassian-mcp-server/issues/205',
    seenOn: '2026-07-29',
    checkedOn: CHECKED_ON,
    seenRightOn: '2026-10-01',
  },
  // Atlassian’s `/v1/mcp/authv2`.
  {
    advertised: ATLASSIAN,
    claimed: 'https://auth.atlassian.com',
    source: 'https://github.com/willdady/platypus/issues/394',
    seenOn: '2026-07-31',
    checkedOn: CHECKED_ON,
    seenRightOn: '2026-10-01',
  },
  {
    advertised: 'https://mcp.pagerduty.com/',
    claimed: 'https://app.pagerduty.com/global/oauth/anonymous',
    source: 'https://github.com/PagerDuty/pagerduty-mcp-server/issues/169',
    seenOn: '2026-08-19',
    checkedOn: CHECKED_ON,
    seenRightOn: '2026-10-01',
  },
  // Meta Ads.
  {
    advertised: 'https://mcp.facebook.com/ads',
    claimed: 'https://www.facebook.com',
    source: 'https://github.com/openai/codex/issues/38944',
    seenOn: '2026-08-17',
    checkedOn: CHECKED_ON,
    seenRightOn: '2026-09-10',
  },
];
