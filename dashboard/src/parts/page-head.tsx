import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Link } from '../router/link.tsx';
import { takeFocusWish } from './focus-wish.ts';

interface Props {
  /** Also the title of the tab. */
  title: string;
  lead?: ComponentChildren;
  /** Beside the title, such as a provider's logo. */
  mark?: ComponentChildren;
  /** Beside the title, such as the status. */
  badge?: ComponentChildren;
  actions?: ComponentChildren;
  /** The list that this page is of. */
  back?: { to: string; text: string };
}

/** The head of a page. After the person went to another page, its heading has the focus. */
export function PageHead({ title, lead, mark, badge, actions, back }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Connections`;
  }, [title]);
  useEffect(() => {
    if (takeFocusWish()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header class="page-head">
      {back && (
        <p class="back">
          <Link to={back.to}>
            <span aria-hidden="true">←</span> {back.text}
          </Link>
        </p>
      )}
      <div class="page-title">
        {mark}
        <div class="page-title-text">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {badge}
        </div>
        {actions && <div class="page-actions">{actions}</div>}
      </div>
      {lead && <p class="lead">{lead}</p>}
    </header>
  );
}
