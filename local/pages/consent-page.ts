import { html } from './html.ts';
import type { Brand, Page } from './page.ts';
import { tokenField } from './token-field.ts';

/** What the consent page shows. */
export interface ConsentQuestion {
  brand: Brand;
  application: string;
  uid: string;
  /** Of the forms. */
  token: string;
  account: string;
  /** One sentence for each requested scope. */
  permissions: readonly string[];
}

/** The page that asks for the consent. */
export function consentPage(question: ConsentQuestion): Page {
  const { brand, application, uid, account, permissions } = question;
  const hidden = tokenField(question.token);
  return {
    brand,
    title: `Allow ${application}?`,
    body: html`<h1><strong>${application}</strong> wants to access your ${brand.name} account</h1>
<p class="signed-in">Signed in as <strong>${account}</strong> · <a href="/interaction/${uid}/accounts">use another account</a></p>
<p>This will allow ${application} to:</p>
<ul class="permissions">
${permissions.map((permission) => html`<li>${permission}</li>\n`)}</ul>
<div class="choices">
<form method="post" action="/interaction/${uid}/cancel">${hidden}<button class="secondary">Cancel</button></form>
<form method="post" action="/interaction/${uid}/allow">${hidden}<button class="primary">Allow</button></form>
</div>`,
  };
}
