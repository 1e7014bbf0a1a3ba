import { blocksOf, type Inline } from './markdown-blocks.ts';

/** The descriptions of the document as elements. Nothing in them becomes markup of the page. */
export function Markdown({ text }: { text: string }) {
  return (
    <div class="markdown">
      {blocksOf(text).map((block, index) =>
        block.kind === 'list' ? (
          <ul key={index}>
            {block.items.map((item, nth) => (
              <li key={nth}>
                <InlineText parts={item} />
              </li>
            ))}
          </ul>
        ) : (
          <p key={index}>
            <InlineText parts={block.text} />
          </p>
        ),
      )}
    </div>
  );
}

function InlineText({ parts }: { parts: Inline[] }) {
  return <>{parts.map(({ text, isCode }, index) => (isCode ? <code key={index}>{text}</code> : text))}</>;
}
