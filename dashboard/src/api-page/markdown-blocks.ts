/** The Markdown that the descriptions use (CommonMark): paragraphs, lists with `-`, and code. All else is text. Pure. */

export interface Inline {
  text: string;
  isCode: boolean;
}

export type Block = { kind: 'paragraph'; text: Inline[] } | { kind: 'list'; items: Inline[][] };

export function blocksOf(markdown: string): Block[] {
  return markdown
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap(blocksIn);
}

/** A list can follow a paragraph without an empty line. */
function blocksIn(part: string): Block[] {
  const lines = part.split('\n');
  const first = lines.findIndex((line) => line.startsWith('- '));
  if (first < 0) return [{ kind: 'paragraph', text: inlineOf(lines.join(' ')) }];
  const before = lines.slice(0, first).join(' ');
  // A line without a mark goes on with the entry before it.
  const items = lines
    .slice(first)
    .join('\n')
    .slice(2)
    .split('\n- ')
    .map((item) => item.replaceAll(/\n\s*/g, ' '));
  return [
    ...(before === '' ? [] : [{ kind: 'paragraph', text: inlineOf(before) } as const]),
    { kind: 'list', items: items.map(inlineOf) },
  ];
}

/** A single ` without another one after it is text. */
function inlineOf(text: string): Inline[] {
  return text
    .split(/(`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) => {
      const isCode = part.length > 2 && part.startsWith('`') && part.endsWith('`');
      return { text: isCode ? part.slice(1, -1) : part, isCode };
    });
}
