import { useEffect, useRef } from 'preact/hooks';
import type { AppCheck } from '../../api/apps.ts';
import { Copyable } from '../../parts/copy.tsx';
import { BadIcon, GoodIcon, WarningIcon } from '../../parts/icons.tsx';
import { Time } from '../../parts/time.tsx';
import { plainText } from '../../words/plain-text.ts';
import { toldWords } from './check-words.ts';
import type { Told } from './told.ts';

const ICONS = { good: GoodIcon, warning: WarningIcon, bad: BadIcon };

/** What the provider says of the app. After a save its heading takes the focus, as the form that had it is gone. */
export function CheckResult({ told, name }: { told: Told; name: string }) {
  const { tone, title, text } = toldWords(told, name);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (told.of === 'saved') heading.current?.focus();
  }, [told]);
  const Icon = ICONS[tone];
  return (
    <section class={`callout check-result ${tone}`} role="status">
      <Icon />
      <div>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <p>{text}</p>
        {told.check?.outcome === 'redirect_uri_refused' && (
          <Copyable text={told.check.redirectUri} what="the redirect URI" />
        )}
        {told.check && <Evidence check={told.check} />}
      </div>
    </section>
  );
}

/** The provider's own answer, for whoever searches for it. */
function Evidence({ check: { outcome, error, status, host, checkedAt } }: { check: AppCheck }) {
  return (
    <p class="small-text">
      {error !== undefined && (
        <>
          {outcome === 'accepted' ? 'It answered' : 'Error code'} <code>{plainText(error, 64)}</code> ·{' '}
        </>
      )}
      {status !== undefined && `HTTP status ${status} · `}
      {plainText(host)} was asked <Time at={checkedAt} />
    </p>
  );
}
