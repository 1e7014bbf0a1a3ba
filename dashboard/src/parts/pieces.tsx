import { useResource } from '../data/resource.ts';
import { Link } from '../router/link.tsx';
import { useHere } from '../shell/here.ts';
import type { Named, Piece } from '../words/named.ts';

/** A sentence whose names stand out, and lead to the pages of what they name. */
export function Pieces({ pieces }: { pieces: Piece[] }) {
  const addressOf = useAddresses();
  return (
    <>
      {pieces.map(({ text, isName, names }, index) => {
        const address = names && addressOf(names);
        if (address === undefined) return isName ? <strong key={index}>{text}</strong> : text;
        return (
          <Link key={index} class="name" to={address}>
            {text}
          </Link>
        );
      })}
    </>
  );
}

/** Undefined where no page is: connections and servers may have gone, and apps are the admins'. */
function useAddresses(): (named: Named) => string | undefined {
  const { data, to, isAdmin } = useHere();
  const connections = useResource(data.connections).value;
  const servers = useResource(data.servers).value;
  const exists = ({ page, id }: Named) => {
    if (page === 'app') return isAdmin;
    return (page === 'connection' ? connections : servers)?.some((each) => each.id === id) === true;
  };
  return (named) => (exists(named) ? to(named) : undefined);
}
