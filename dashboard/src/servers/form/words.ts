import type { FieldForms } from '../../words/field-words.ts';

/** What the fields of a server's registration take. */
export const SERVER_FORMS: FieldForms = {
  '/url': 'This is no address. One begins with https://, such as https://mcp.example.com/mcp.',
  '/name': 'A name has at most 80 characters, and none that is invisible.',
  '/tools': 'The name of a tool has at most 128 characters.',
  '/scopes': 'A scope has at most 200 characters.',
  '/removeHeaders': 'This is no name of a header.',
  '/placements/name':
    'A header’s name has letters, digits and hyphens; a variable’s has capital letters, digits and underscores.',
  '/placements/value': 'A value has at most 256 characters of ASCII.',
  '/placements/prefix': 'A prefix has at most 256 characters of ASCII.',
};
