import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { FIRST_PAGES } from '../pages/first-pages.ts';
import { Placeholders } from '../parts/loading.tsx';
import type { PageName, Place } from '../router/route.ts';
import type { PageProps } from './page-props.ts';

type Pages = Partial<Record<PageName, ComponentType<PageProps>>>;

/** Those that are loaded. */
let pages: Pages = FIRST_PAGES;
let loading: Promise<void> | undefined;

export function PageAt({ place: { page, id = '', query } }: { place: Place }) {
  const [, setLoaded] = useState(false);
  const [isOld, setOld] = useState(false);
  useEffect(() => {
    if (pages[page] !== undefined) return;
    loadFurtherPages().then(
      () => setLoaded(true),
      // A new version of the page was deployed, and the parts of this one are gone.
      () => setOld(true),
    );
  }, [page]);
  const Page = pages[page];
  if (Page !== undefined) return <Page key={`${page} ${id}`} id={id} query={query} />;
  return isOld ? <Outdated /> : <Placeholders rows={4} />;
}

/** Whether the page comes with the first load. */
export function isFirstPage(page: PageName): boolean {
  return page in FIRST_PAGES;
}

/** Loads the other pages when the first one is shown, so that each click is answered at once. */
export function loadFurtherPages(): Promise<void> {
  loading ??= import('../pages/further-pages.ts').then(
    ({ FURTHER_PAGES }) => {
      pages = { ...FIRST_PAGES, ...FURTHER_PAGES } satisfies Record<PageName, ComponentType<PageProps>>;
    },
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

function Outdated() {
  return (
    <div class="empty">
      <p class="empty-title">This page could not be loaded</p>
      <p>The network failed, or there is a new version of this dashboard.</p>
      <p>
        <button type="button" class="button" onClick={() => location.reload()}>
          Reload
        </button>
      </p>
    </div>
  );
}
