import { useEffect, useRef } from 'preact/hooks';
import type { TrialAnswer as Answer } from '../../../api/servers.ts';
import type { Server } from '../../../api/types.ts';
import { BadIcon, GoodIcon } from '../../../parts/icons.tsx';
import { Link } from '../../../router/link.tsx';
import { useHere } from '../../../shell/here.ts';
import { plainLines, plainText } from '../../../words/plain-text.ts';

interface Props {
  server: Server;
  tool: string;
  answer: Answer;
}

/** What the tool answered, as text. It takes the focus, since the dialog that was open is gone. */
export function TrialAnswer({ server, tool, answer: { operationId, text, isError, cut } }: Props) {
  const { to } = useHere();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [operationId]);
  const Icon = isError ? BadIcon : GoodIcon;
  return (
    <section class="trial-answer" aria-label="Answer of the tool">
      <h3 ref={heading} tabIndex={-1} class={isError ? 'bad' : 'good'}>
        <Icon />
        {isError ? `${plainText(tool, 128)} says that it failed` : `${plainText(tool, 128)} answered`}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long answer is scrolled with the keyboard */}
      <pre class="answer" tabIndex={0}>
        {text === '' ? '(no text)' : plainLines(text)}
      </pre>
      <p class="small-text">
        {cut && 'The answer was longer: only its beginning is shown. '}
        Only the server says what the answer holds.{' '}
        <Link to={to({ page: 'calls', query: new URLSearchParams({ server: server.id }) })}>
          See the record of the call
        </Link>
      </p>
    </section>
  );
}
