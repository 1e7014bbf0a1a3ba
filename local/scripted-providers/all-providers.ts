import { airtable } from './providers/airtable.ts';
import { asana } from './providers/asana.ts';
import { atlassian, atlassianOtherWords } from './providers/atlassian.ts';
import { attio } from './providers/attio.ts';
import { box, boxWriting } from './providers/box.ts';
import { calendly } from './providers/calendly.ts';
import { canva } from './providers/canva.ts';
import { clickup } from './providers/clickup.ts';
import { discord } from './providers/discord.ts';
import { dropbox } from './providers/dropbox.ts';
import { figma } from './providers/figma.ts';
import { github } from './providers/github.ts';
import { githubApp, githubAppUnexpiring } from './providers/github-app.ts';
import { gitlab } from './providers/gitlab.ts';
import { google } from './providers/google.ts';
import { hubspot, hubspotOptional } from './providers/hubspot.ts';
import { intercom, intercomEu } from './providers/intercom.ts';
import { linear } from './providers/linear.ts';
import { linkedin, linkedinRefreshing } from './providers/linkedin.ts';
import { microsoft } from './providers/microsoft.ts';
import { monday } from './providers/monday.ts';
import { notion, notionUnrefreshed } from './providers/notion.ts';
import { pipedrive } from './providers/pipedrive.ts';
import { reddit } from './providers/reddit.ts';
import { salesforce, salesforceMyDomain, salesforceProduction } from './providers/salesforce.ts';
import { sentry } from './providers/sentry.ts';
import { slack, slackRotating } from './providers/slack.ts';
import { slackUser, slackUserRotating } from './providers/slack-user.ts';
import { spotify } from './providers/spotify.ts';
import { trello } from './providers/trello.ts';
import { x } from './providers/x.ts';
import { zendesk } from './providers/zendesk.ts';
import { zoom } from './providers/zoom.ts';
import type { ScriptedProvider } from './scripted-provider.ts';

/** Every provider of the catalogue, and the variants of those that behave in more than one way. */
export const SCRIPTED_PROVIDERS: readonly ScriptedProvider[] = [
  airtable,
  asana,
  atlassian,
  atlassianOtherWords,
  attio,
  box,
  boxWriting,
  calendly,
  canva,
  clickup,
  discord,
  dropbox,
  figma,
  github,
  githubApp,
  githubAppUnexpiring,
  gitlab,
  google,
  hubspot,
  hubspotOptional,
  intercom,
  intercomEu,
  linear,
  linkedin,
  linkedinRefreshing,
  microsoft,
  monday,
  notion,
  notionUnrefreshed,
  pipedrive,
  reddit,
  salesforce,
  salesforceMyDomain,
  salesforceProduction,
  sentry,
  slack,
  slackRotating,
  slackUser,
  slackUserRotating,
  spotify,
  trello,
  x,
  zendesk,
  zoom,
];
