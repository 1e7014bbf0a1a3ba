import { html } from './html.ts';
import type { Brand, Page } from './page.ts';
import { tokenField } from './token-field.ts';

/** What the page shows before a client that registered itself gets an answer. */
export interface ClientQuestion {
  brand: Brand;
  uid: string;
  /** Of the forms. */
  token: string;
  /** As the client names itself. */
  application: string;
  /** Host of the document that describes the client; undefined where it registered itself. */
  origin: string | undefined;
  /** Who is signed in. */
  account: string;
  /** Where the answer goes, in words. */
  destination: string;
  warning: string;
  /** Of the MCP endpoint. */
  address: string;
  /** One sentence for each. */
  permissions: readonly string[];
}

/** The page that asks whether a client may use the MCP endpoint. */
export function clientConsentPage(question: ClientQuestion): Page {
  const { brand, uid, application, origin, account, destination, warning, address } = question;
  const hidden = tokenField(question.token);
  return {
    brand,
    title: `Allow ${application}?`,
    body: html`<h1><strong>${application}</strong> wants to use your MCP servers</h1>
<p class="signed-in">Signed in as <strong>${account}</strong> · <a href="/interaction/${uid}/accounts">use another account</a></p>
<p>This will allow it to:</p>
<ul class="permissions">
${question.permissions.map((permission) => html`<li>${permission}</li>\n`)}</ul>
<dl class="facts">
<div><dt>Address</dt><dd>${address}</dd></div>
<div><dt>Answer goes to</dt><dd>${destination}</dd></div>
${origin === undefined ? '' : html`<div><dt>Described by a document at</dt><dd>${origin}</dd></div>\n`}</dl>
<p class="caution">${warning}</p>
<div class="choices">
<form method="post" action="/interaction/${uid}/cancel">${hidden}<button class="secondary">Cancel</button></form>
<form method="post" action="/interaction/${uid}/allow">${hidden}<button class="primary">Allow</button></form>
</div>`,
  };
}
