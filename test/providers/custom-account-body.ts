/** The body of an app of a provider without `sub`, whose account stands at a path of its answer. */
export const HOST = 'id.acme.example';

/** `account` has the paths; `more` is added to the description. */
export const bodyWithAccount = (account: object, more: object = {}) => ({
  clientId: 'client-1',
  clientSecret: 'secret',
  custom: {
    name: 'Acme',
    authorizationEndpoint: `https://${HOST}/authorize`,
    tokenEndpoint: `https://${HOST}/token`,
    userinfoEndpoint: `https://${HOST}/me`,
    scopes: [],
    apiHosts: [HOST],
    account,
    ...more,
  },
});
