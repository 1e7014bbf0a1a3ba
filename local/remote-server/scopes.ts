/** The scopes of the remote MCP server, in the words of its consent page. */
export const NOTE_SCOPES: Readonly<Record<string, string>> = {
  'notes:write': 'Add notes',
  'notes:share': 'Share your notes with other people',
};

/** The scope that each tool needs. A consent asks for the first one; the second one is asked for by a step-up. */
export const SCOPE_OF_TOOL: Readonly<Record<string, string>> = {
  add_note: 'notes:write',
  share_notes: 'notes:share',
};
