import type { Provider } from '../oauth/provider.ts';
import { airtable } from './airtable.ts';
import { asana } from './asana.ts';
import { atlassian } from './atlassian.ts';
import { attio } from './attio.ts';
import { box } from './box.ts';
import { calendly } from './calendly.ts';
import { canva } from './canva.ts';
import { clickup } from './clickup.ts';
import { discord } from './discord.ts';
import { dropbox } from './dropbox.ts';
import { figma } from './figma.ts';
import { github } from './github.ts';
import { githubApp } from './github-app.ts';
import { gitlab } from './gitlab.ts';
import { google } from './google.ts';
import { hubspot } from './hubspot.ts';
import { intercom } from './intercom.ts';
import { linear } from './linear.ts';
import { linkedin } from './linkedin.ts';
import { microsoft } from './microsoft.ts';
import { monday } from './monday.ts';
import { notion } from './notion.ts';
import { pipedrive } from './pipedrive.ts';
import { reddit } from './reddit.ts';
import { salesforce } from './salesforce.ts';
import { sentry } from './sentry.ts';
import { slack } from './slack.ts';
import { slackUser } from './slack-user.ts';
import { spotify } from './spotify.ts';
import { trello } from './trello.ts';
import { x } from './x.ts';
import { zendesk } from './zendesk.ts';
import { zoom } from './zoom.ts';

/** Providers by id. */
export type Catalogue = ReadonlyMap<string, Provider>;

/** The providers of a deployed environment. */
export const CATALOGUE: Catalogue = catalogueOf([
  airtable,
  asana,
  atlassian,
  attio,
  box,
  calendly,
  canva,
  clickup,
  discord,
  dropbox,
  figma,
  github,
  githubApp,
  gitlab,
  google,
  hubspot,
  intercom,
  linear,
  linkedin,
  microsoft,
  monday,
  notion,
  pipedrive,
  reddit,
  salesforce,
  sentry,
  slack,
  slackUser,
  spotify,
  trello,
  x,
  zendesk,
  zoom,
]);

/** A catalogue of these providers. */
export function catalogueOf(providers: readonly Provider[]): Catalogue {
  return new Map(providers.map((provider) => [provider.id, provider]));
}
