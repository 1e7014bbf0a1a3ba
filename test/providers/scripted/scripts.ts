import { airtableScript } from './airtable.ts';
import { asanaScript } from './asana.ts';
import { atlassianOtherWordsScript, atlassianScript } from './atlassian.ts';
import { boxScript, boxWritingScript } from './box.ts';
import { calendlyScript } from './calendly.ts';
import { canvaScript } from './canva.ts';
import { discordScript } from './discord.ts';
import { dropboxScript } from './dropbox.ts';
import { figmaScript } from './figma.ts';
import { githubScript } from './github.ts';
import { githubAppScript, githubAppUnexpiringScript } from './github-app.ts';
import { gitlabScript } from './gitlab.ts';
import { googleScript } from './google.ts';
import { hubspotOptionalScript, hubspotScript } from './hubspot.ts';
import { intercomEuScript, intercomScript } from './intercom.ts';
import { linearScript } from './linear.ts';
import { microsoftScript } from './microsoft.ts';
import { notionScript, notionUnrefreshedScript } from './notion.ts';
import { salesforceMyDomainScript, salesforceScript } from './salesforce.ts';
import type { Script } from './script.ts';
import { sentryScript } from './sentry.ts';
import { slackRotatingScript, slackScript } from './slack.ts';
import { slackUserRotatingScript, slackUserScript } from './slack-user.ts';
import { trelloScript } from './trello.ts';
import { zendeskScript } from './zendesk.ts';
import { zoomScript } from './zoom.ts';

/** One per provider of the catalogue. */
export const SCRIPTS: Script[] = [
  airtableScript,
  asanaScript,
  atlassianOtherWordsScript,
  atlassianScript,
  boxScript,
  boxWritingScript,
  calendlyScript,
  canvaScript,
  discordScript,
  dropboxScript,
  figmaScript,
  githubAppScript,
  githubAppUnexpiringScript,
  githubScript,
  gitlabScript,
  googleScript,
  hubspotOptionalScript,
  hubspotScript,
  intercomEuScript,
  intercomScript,
  linearScript,
  microsoftScript,
  notionScript,
  notionUnrefreshedScript,
  salesforceMyDomainScript,
  salesforceScript,
  sentryScript,
  slackRotatingScript,
  slackScript,
  slackUserRotatingScript,
  slackUserScript,
  trelloScript,
  zendeskScript,
  zoomScript,
];
