/** Which headers a registration may place behind a gateway. Pure. */
import { isFieldName, isOfOneConnection } from '../../field-grammar.ts';

/** What a door's answers or a gateway's own requests already mean something by. */
const TAKEN =
  /^(accept|accept-encoding|cache-control|content-.*|cookie|date|last-event-id|location|mcp-.*|origin|sec-.*|server|set-cookie|vary|via|www-authenticate|x-connections-.*|x-envoy-.*|x-forwarded-.*|x-http-method.*|x-method-override|x-original-.*|x-accel-.*)$/i;

/**
 * Whether a gateway can set this header. A name with `_` is refused: some servers read `_` as `-`, so that a client could write
 * the same header in a way that no gateway removes (T206).
 */
export function isPlaceable(name: string): boolean {
  return (
    isFieldName(name) && /^[A-Za-z][A-Za-z0-9-]*$/.test(name) && !isOfOneConnection(name) && !TAKEN.test(name)
  );
}

/** Whether this header can be removed from a client's request. */
export const isRemovable = (name: string) =>
  /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name) && !isOfOneConnection(name);
