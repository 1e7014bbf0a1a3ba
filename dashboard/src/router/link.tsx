import type { ComponentChildren } from 'preact';
import { goTo } from './navigation.ts';

interface Props {
  to: string;
  class?: string;
  'aria-current'?: 'page' | undefined;
  'aria-label'?: string | undefined;
  children: ComponentChildren;
}

/** A link within the page. With a modifier key the browser opens it as it opens every link. */
export function Link({ to, children, ...rest }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <a href={to} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
