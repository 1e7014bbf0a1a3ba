import type { Provider, ProviderVariable } from '../oauth/provider.ts';

type Described = Pick<ProviderVariable, 'label' | 'example' | 'pattern' | 'default'> & {
  name: string;
  of: 'connection' | 'app';
  /** All values, where they are few. */
  choices?: string[];
  /** The host of the consent, where the value is all that varies in it: `{name}` stands for the value. */
  consentHost?: string;
};

/**
 * The variables that a person gives a value for, as the API shows them, so that a form can judge a value while it is typed. Pure.
 */
export function describedVariables({ variables = {}, oauth }: Provider): Described[] {
  const host = /^https:\/\/([^/]+)\//.exec(oauth.authorizationEndpoint)?.[1];
  return Object.entries(variables).flatMap(([name, variable]) => {
    const { of, label, example, pattern, default: usual, derives } = variable;
    if (of === 'callback') return [];
    const more: Partial<Described> = {
      ...(usual !== undefined && { default: usual }),
      ...(derives && { choices: Object.keys(derives) }),
      ...(isHostOf(host, name, variable) && { consentHost: host }),
    };
    return [{ ...{ name, label, example, of, pattern }, ...more }];
  });
}

/** Whether the value is all that varies in the host. */
function isHostOf(host: string | undefined, name: string, { derives }: ProviderVariable): host is string {
  return !derives && host?.includes(`{${name}}`) === true && host.match(/\{/g)?.length === 1;
}
