import { PageHead } from '../parts/page-head.tsx';
import { Link } from '../router/link.tsx';
import { addressFor, type PageName } from '../router/route.ts';
import { useHere } from './here.ts';

const NO_APPS = {
  title: 'Personal has no OAuth apps',
  lead: 'You connect with the verified apps of the platform there. An OAuth app of one’s own belongs to a workspace that people share.',
};

/** The pages that a personal workspace does not have, and why. */
const SHARED = {
  apps: NO_APPS,
  app: NO_APPS,
  'add-provider': {
    title: 'Personal has no providers of its own',
    lead: 'It has those of the catalogue. A provider that the catalogue does not have belongs to a workspace that people share.',
  },
  'add-server': {
    title: 'Personal has no MCP servers of its own',
    lead: 'It has those of the catalogue and of the operator. A server at another address belongs to a workspace that people share, where an admin adds it.',
  },
} satisfies Partial<Record<PageName, { title: string; lead: string }>>;

export type SharedPage = keyof typeof SHARED;

/** Whether only a workspace that people share has the page. Pure. */
export function isSharedPage(page: PageName): page is SharedPage {
  return page in SHARED;
}

/** In place of such a page: why it is not here, and links to it in the other workspaces. */
export function NotInPersonal({ page }: { page: SharedPage }) {
  const { person, to } = useHere();
  // The other workspace may not have this app: its list of apps says which it has.
  const target = page === 'app' ? 'apps' : page;
  return (
    <>
      <PageHead {...SHARED[page]} />
      <div class="actions">
        {person.workspaces.map(({ id }) => (
          <Link key={id} class="button" to={addressFor({ page: target, workspace: id })}>
            Open this page in {id}
          </Link>
        ))}
        <Link class="button" to={to({ page: 'overview' })}>
          Go to the overview
        </Link>
      </div>
    </>
  );
}
