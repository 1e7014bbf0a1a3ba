import type { Connection } from '../../api/types.ts';
import { RemedyLink } from '../../connections/connection-remedy.tsx';
import { BadIcon, WarningIcon } from '../../parts/icons.tsx';
import { attentionFor } from '../../words/attention.ts';
import { REASON_WORDS, STATUS_WORDS } from '../../words/connection-words.ts';

/** What the status means and why it is so, with the button that does something about it. */
export function Explanation({ connection }: { connection: Connection }) {
  const { status, reason } = connection;
  const attention = attentionFor(connection);
  const { tone, meaning } = STATUS_WORDS[status];
  const sentences = [meaning, reason && REASON_WORDS[reason], attention?.text].filter(
    (sentence, index, all) => sentence !== undefined && all.indexOf(sentence) === index,
  );
  if (sentences.length === 0 || status === 'disconnected') return null;
  const Icon = tone === 'bad' ? BadIcon : WarningIcon;
  return (
    <div class={`callout ${tone === 'good' ? 'warning' : tone}`}>
      <Icon />
      <p>{sentences.join(' ')}</p>
      {attention !== undefined && attention.remedy !== 'choose' && <RemedyLink attention={attention} />}
    </div>
  );
}
