/** The pages of the played providers. Each says that no real account is behind it. */
import { html } from '../pages/html.ts';
import type { Brand, Page } from '../pages/page.ts';
import type { Question } from './find-script.ts';
import type { PlayedApp } from './played-apps.ts';
import type { ListedGrant } from './played-providers.ts';

export const PLAYED_BRAND: Brand = {
  name: 'Played providers',
  tagline: 'Played provider: no real account. Nothing leaves this machine.',
  theme: 'demo',
};

/** What the person is asked in place of the provider's own consent page. The form goes to the address of the page. */
export function questionPage({ script, client, url }: Question, scopes: readonly string[]): Page {
  const { host } = new URL(script.authorization.at);
  const items = scopes.map((scope) => html`<li>${scope}</li>\n`);
  return {
    brand: PLAYED_BRAND,
    title: `Allow ${client.clientId}?`,
    body: html`<h1><strong>${client.clientId}</strong> wants to access your account at ${host}</h1>
<p><strong>Played provider: no real account.</strong> A script of this repository stands in for ${script.provider}.</p>
<p class="signed-in">Signed in as <strong>${script.expected.account}</strong></p>
${items.length > 0 ? html`<p>This will allow:</p>\n<ul class="permissions">\n${items}</ul>` : ''}
<div class="choices">
<form method="post" action="${url.pathname}${url.search}"><button class="secondary" name="decision" value="cancel">Cancel</button></form>
<form method="post" action="${url.pathname}${url.search}"><button class="primary" name="decision" value="allow">Allow</button></form>
</div>`,
  };
}

/** The apps, as a provider's console shows them, and the grants, as its page of connected apps does. */
export function overviewPage(input: {
  apps: readonly PlayedApp[];
  grants: readonly ListedGrant[];
  /** Requests that the providers do not document, the newest last. */
  violations: readonly string[];
}): Page {
  const grants = input.grants.map(
    ({ id, provider, account, clientId, isLive }) => html`<li>
<strong>${provider}</strong> ${account}, to <strong>${clientId}</strong>
${isLive ? html`<form method="post" action="/withdraw"><input type="hidden" name="grant" value="${id}"><button class="secondary">Withdraw</button></form>` : 'has ended'}
</li>\n`,
  );
  const own = input.apps.filter(({ owner }) => owner === 'workspace');
  const apps = own.map(
    ({ provider, clientId, clientSecret }) =>
      html`<li><strong>${provider}</strong> client id <code>${clientId}</code>, client secret <code>${clientSecret}</code></li>\n`,
  );
  const violations = input.violations.map((violation) => html`<li>${violation}</li>\n`);
  return {
    brand: PLAYED_BRAND,
    title: 'Played providers',
    body: html`<h1>Played providers</h1>
<h2>Who may use the accounts</h2>
${grants.length > 0 ? html`<ul class="rows">\n${grants}</ul>` : html`<p>Nobody yet.</p>`}
<h2>Apps that a workspace can bring as its own</h2>
<ul class="rows">
${apps}</ul>
${violations.length > 0 ? html`<h2>Requests that were refused, since no provider documents them</h2>\n<ul class="rows">\n${violations}</ul>` : ''}`,
  };
}
