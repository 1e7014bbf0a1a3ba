/** What every page gets: the id of what it shows, and the query of its address. */
export interface PageProps {
  id: string;
  query: URLSearchParams;
}
