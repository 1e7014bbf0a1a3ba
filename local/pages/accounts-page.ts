import { html } from './html.ts';
import type { Brand, Page } from './page.ts';
import { tokenField } from './token-field.ts';

/** An account that a person can choose. */
export interface Choice {
  id: string;
  name: string;
  /** A second line, which distinguishes the accounts. */
  hint: string;
}

/** The page with one button for each account. Local accounts have no passwords. */
export function accountsPage(input: {
  brand: Brand;
  application: string;
  uid: string;
  /** Of the forms. */
  token: string;
  choices: readonly Choice[];
}): Page {
  const { brand, application, uid, choices } = input;
  const hidden = tokenField(input.token);
  const buttons = choices.map(
    (choice) => html`<li><button name="account" value="${choice.id}" class="account">
<span class="avatar" aria-hidden="true">${choice.name.charAt(0)}</span>
<span><strong>${choice.name}</strong><small>${choice.hint}</small></span>
</button></li>
`,
  );
  return {
    brand,
    title: 'Choose an account',
    body: html`<h1>Choose an account</h1>
<p>to continue to <strong>${application}</strong></p>
<form method="post" action="/interaction/${uid}/account">${hidden}<ul class="accounts">
${buttons}</ul></form>
<form method="post" action="/interaction/${uid}/cancel">${hidden}<button class="quiet">Cancel</button></form>`,
  };
}
