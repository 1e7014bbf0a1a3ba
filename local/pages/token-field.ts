import { html, type Markup } from './html.ts';

/** The field that shows that a form was sent from a page of this provider. */
export function tokenField(token: string): Markup {
  return html`<input type="hidden" name="token" value="${token}">`;
}
