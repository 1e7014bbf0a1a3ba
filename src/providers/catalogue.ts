import type { Provider } from '../oauth/provider.ts';
import { airtable } from './airtable.ts';
import { asana } from './asana.ts';
import { asanaMcp } from './asana-mcp.ts';
import { atlassian } from './atlassian.ts';
import { attio } from './attio.ts';
import { box } from './box.ts';
import { calendly } from './calendly.ts';
import { canva } from './canva.ts';
import { clickup } from './clickup.ts';
import { discord } from './discord.ts';
import { docusign } from './docusign.ts';
import { dropbox } from './dropbox.ts';
import { figma } from './figma.ts';
import { github } from './github.ts';
import { githubApp } from './github-app.ts';
import { githubAppEnterprise, githubAppGhe, githubEnterprise, githubGhe } from './github-enterprise.ts';
import { gitlab } from './gitlab.ts';
import { gong } from './gong.ts';
import { google } from './google.ts';
import { hubspot } from './hubspot.ts';
import { hubspotMcp } from './hubspot-mcp.ts';
import { intercom } from './intercom.ts';
import { linear } from './linear.ts';
import { mailchimp } from './mailchimp.ts';
import { linkedin } from './linkedin.ts';
import { microsoft } from './microsoft.ts';
import { monday } from './monday.ts';
import { notion } from './notion.ts';
import { quickbooks } from './quickbooks.ts';
import { pipedrive } from './pipedrive.ts';
import { reddit } from './reddit.ts';
import { salesforce } from './salesforce.ts';
import { sentry } from './sentry.ts';
import { shopify } from './shopify.ts';
import { paypal } from './paypal.ts';
import { servicenow } from './servicenow.ts';
import { slack } from './slack.ts';
import { slackUser } from './slack-user.ts';
import { snowflake } from './snowflake.ts';
import { stripe } from './stripe.ts';
import { tiktok } from './tiktok.ts';
import { trello } from './trello.ts';
import { xero } from './xero.ts';
import { spotify } from './spotify.ts';
import { x } from './x.ts';
import { zendesk } from './zendesk.ts';
import { zoho } from './zoho.ts';
import { zoom } from './zoom.ts';

/** Providers by id. */
export type Catalogue = ReadonlyMap<string, Provider>;

/** The providers of a deployed environment. */
export const CATALOGUE: Catalogue = catalogueOf([
  airtable,
  asana,
  asanaMcp,
  atlassian,
  attio,
  box,
  calendly,
  canva,
  clickup,
  discord,
  docusign,
  dropbox,
  figma,
  github,
  githubApp,
  githubAppEnterprise,
  githubAppGhe,
  githubEnterprise,
  githubGhe,
  gitlab,
  gong,
  google,
  hubspot,
  hubspotMcp,
  intercom,
  linear,
  linkedin,
  mailchimp,
  microsoft,
  monday,
  notion,
  paypal,
  pipedrive,
  quickbooks,
  reddit,
  salesforce,
  sentry,
  servicenow,
  shopify,
  slack,
  slackUser,
  snowflake,
  spotify,
  stripe,
  tiktok,
  trello,
  x,
  xero,
  zendesk,
  zoho,
  zoom,
]);

/** A catalogue of these providers. */
export function catalogueOf(providers: readonly Provider[]): Catalogue {
  return new Map(providers.map((provider) => [provider.id, provider]));
}
