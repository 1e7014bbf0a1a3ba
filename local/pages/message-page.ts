import { html, type Markup } from './html.ts';
import type { Brand, Page } from './page.ts';

/** A page with a title and a sentence. */
export function messagePage(brand: Brand, title: string, text: string, more?: Markup): Page {
  return { brand, title, body: html`<h1>${title}</h1>\n<p>${text}</p>\n${more ?? ''}` };
}
