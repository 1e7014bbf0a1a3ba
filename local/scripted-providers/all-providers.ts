import { airtable } from './providers/airtable.ts';
import { asana } from './providers/asana.ts';
import { asanaMcp } from './providers/asana-mcp.ts';
import { atlassian, atlassianOtherWords } from './providers/atlassian.ts';
import { attio } from './providers/attio.ts';
import { box, boxWriting } from './providers/box.ts';
import { calendly } from './providers/calendly.ts';
import { canva } from './providers/canva.ts';
import { clickup } from './providers/clickup.ts';
import { discord } from './providers/discord.ts';
import { docusign, docusignSeveral } from './providers/docusign.ts';
import { dropbox } from './providers/dropbox.ts';
import { figma, figmaOtherRefreshEndpoint } from './providers/figma.ts';
import { github } from './providers/github.ts';
import { githubApp, githubAppUnexpiring } from './providers/github-app.ts';
import {
  githubAppEnterprise,
  githubAppGhe,
  githubEnterprise,
  githubGhe,
} from './providers/github-enterprise.ts';
import { gitlab } from './providers/gitlab.ts';
import { gong } from './providers/gong.ts';
import { google } from './providers/google.ts';
import { hubspot, hubspotOptional } from './providers/hubspot.ts';
import { hubspotMcp } from './providers/hubspot-mcp.ts';
import { intercom, intercomEu } from './providers/intercom.ts';
import { linear } from './providers/linear.ts';
import { linkedin, linkedinRefreshing } from './providers/linkedin.ts';
import { mailchimp } from './providers/mailchimp.ts';
import { microsoft } from './providers/microsoft.ts';
import { monday } from './providers/monday.ts';
import { notion, notionUnrefreshed } from './providers/notion.ts';
import { paypal, paypalSandbox } from './providers/paypal.ts';
import { pipedrive } from './providers/pipedrive.ts';
import { quickbooks } from './providers/quickbooks.ts';
import { reddit } from './providers/reddit.ts';
import { salesforce, salesforceMyDomain, salesforceProduction } from './providers/salesforce.ts';
import { sentry } from './providers/sentry.ts';
import { servicenow } from './providers/servicenow.ts';
import { shopify, shopifyWriting } from './providers/shopify.ts';
import { slack, slackRotating } from './providers/slack.ts';
import { slackUser, slackUserRotating } from './providers/slack-user.ts';
import { snowflake, snowflakeSingleUse } from './providers/snowflake.ts';
import { spotify } from './providers/spotify.ts';
import { stripe } from './providers/stripe.ts';
import { tiktok } from './providers/tiktok.ts';
import { trello } from './providers/trello.ts';
import { x } from './providers/x.ts';
import { xero, xeroSeveral } from './providers/xero.ts';
import { zendesk } from './providers/zendesk.ts';
import { zoho, zohoCanada } from './providers/zoho.ts';
import { zoom } from './providers/zoom.ts';
import type { ScriptedProvider } from './scripted-provider.ts';

/** Every provider of the catalogue, and the variants of those that behave in more than one way. */
export const SCRIPTED_PROVIDERS: readonly ScriptedProvider[] = [
  airtable,
  asana,
  asanaMcp,
  atlassian,
  atlassianOtherWords,
  attio,
  box,
  boxWriting,
  calendly,
  canva,
  clickup,
  discord,
  docusign,
  docusignSeveral,
  dropbox,
  figma,
  figmaOtherRefreshEndpoint,
  github,
  githubApp,
  githubAppUnexpiring,
  githubAppEnterprise,
  githubAppGhe,
  githubEnterprise,
  githubGhe,
  gitlab,
  gong,
  google,
  hubspot,
  hubspotOptional,
  hubspotMcp,
  intercom,
  intercomEu,
  linear,
  linkedin,
  linkedinRefreshing,
  mailchimp,
  microsoft,
  monday,
  notion,
  notionUnrefreshed,
  paypal,
  paypalSandbox,
  pipedrive,
  quickbooks,
  reddit,
  salesforce,
  salesforceMyDomain,
  salesforceProduction,
  sentry,
  servicenow,
  shopify,
  shopifyWriting,
  slack,
  slackRotating,
  slackUser,
  slackUserRotating,
  snowflake,
  snowflakeSingleUse,
  spotify,
  stripe,
  tiktok,
  trello,
  x,
  xero,
  xeroSeveral,
  zendesk,
  zoho,
  zohoCanada,
  zoom,
];
