import { useEffect, useState } from 'preact/hooks';
import { CopyIcon, GoodIcon } from './icons.tsx';

const SHOWN_FOR = 2_000;

interface Props {
  text: string;
  /** What is copied, for the button's name: "Copy the redirect URI". */
  what: string;
  /** Shown beside the icon. */
  label?: string;
}

/** Copies a text. Where the browser refuses, the text can still be selected. */
export function CopyButton({ text, what, label }: Props) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <>
      <button
        type="button"
        class={label === undefined ? 'icon-button' : 'button small'}
        aria-label={label === undefined ? `Copy ${what}` : undefined}
        title={`Copy ${what}`}
        onClick={() => void copy()}
      >
        {isCopied ? <GoodIcon /> : <CopyIcon />}
        {label !== undefined && (isCopied ? 'Copied' : label)}
      </button>
      <span class="visually-hidden" role="status">
        {isCopied && `Copied ${what}.`}
      </span>
    </>
  );
}

/** A text that people copy: an id, an address. A click into it selects the whole. */
export function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span class="copyable">
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
