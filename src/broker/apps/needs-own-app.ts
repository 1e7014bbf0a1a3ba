import type { Provider } from '../../oauth/provider.ts';

/**
 * Whether only a workspace's own app can connect: each customer of the provider has a host of their own, which is set with the
 * app. The platform's app uses the defaults of such variables (T018), and here there is none. Pure.
 */
export function needsOwnApp({ variables = {} }: Pick<Provider, 'variables'>): boolean {
  return Object.values(variables).some(({ of, default: usual }) => of === 'app' && usual === undefined);
}
