import type { Provider } from '../api/types.ts';

/** Whether a consent can start now. */
export function isConnectable({ connectsWith }: Provider): boolean {
  return connectsWith === 'verified' || connectsWith === 'workspace';
}
