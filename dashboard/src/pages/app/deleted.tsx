import { useEffect, useRef } from 'preact/hooks';
import { GoodIcon } from '../../parts/icons.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

/** After a deletion. The button that had the focus is gone, so this takes it. */
export function Deleted({ name, isCustom = false }: { name: string; isCustom?: boolean }) {
  const { to } = useHere();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="callout good" role="status">
      <GoodIcon />
      <div>
        <h2 ref={heading} tabIndex={-1}>
          The app for {name} is deleted
        </h2>
        <p>
          {isCustom ? 'The provider is gone from this workspace too. ' : ''}
          <Link to={to({ page: 'apps' })}>See all OAuth apps</Link>
        </p>
      </div>
    </div>
  );
}
