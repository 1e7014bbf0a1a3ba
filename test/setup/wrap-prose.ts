/** The widest line of prose in Markdown, in characters: that of .markdownlint-cli2.jsonc. */
const WIDTH = 120;

/**
 * Takes Markdown and returns the same with its paragraphs and list items wrapped at 120 characters. Tables, headings and
 * fenced blocks stay as they are. Code in backticks is never broken.
 */
export function wrapProse(markdown: string): string {
  return markdown
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, index) => (index % 2 === 1 ? part : part.split('\n\n').map(wrapBlock).join('\n\n')))
    .join('');
}

function wrapBlock(block: string): string {
  if (/^\n?(\||#)/.test(block)) return block;
  // A list item begins a line of its own; every other line goes on with its paragraph.
  return block.replace(/^(- |\d+\. )?.+(?:\n(?!- |\d+\. ).+)*/gm, (text, bullet = '') =>
    wrapLine(text, ' '.repeat(bullet.length)),
  );
}

function wrapLine(text: string, indent: string): string {
  const lines = [''];
  for (const word of text.replace(/\s*\n\s*/g, ' ').match(/(?:`[^`]*`|\S)+/g) ?? []) {
    const last = lines.length - 1;
    const longer = lines[last] ? `${lines[last]} ${word}` : `${last > 0 ? indent : ''}${word}`;
    if (longer.length <= WIDTH || !lines[last]) lines[last] = longer;
    else lines.push(indent + word);
  }
  return lines.join('\n');
}
