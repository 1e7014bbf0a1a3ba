/**
 * T248: the path to an account in an answer, as an admin describes it: it leads neither to a token nor to a member that changes hands.
 * Covers src/contract/account-members.ts, src/contract/custom-provider-faults.ts.
 */
import { describe, expect, it } from 'vitest';
import { customProviderFaults } from '../../src/contract/custom-provider-faults.ts';
import { OAuthAppBody } from '../../src/contract/resources.ts';
import { bodyWithAccount } from './custom-account-body.ts';

describe('T248: a path leads to no', () => {
  const faultsOf = (account: object) => {
    const parsed = OAuthAppBody.safeParse(bodyWithAccount(account));
    if (!parsed.success) return ['malformed'];
    const { custom } = parsed.data;
    return custom ? customProviderFaults(custom).map(({ pointer, reason }) => `${pointer} ${reason}`) : [];
  };

  it.each([
    ['access_token'],
    ['data.accessToken'],
    ['ACCESS-TOKEN'],
    ['tokens.access'],
    ['refresh_token'],
    ['id_token'],
    ['token'],
    ['client_secret'],
    ['user.password_hash'],
    ['session.id'],
    ['constructor.name'],
    ['data.prototype'],
    ['__proto__.id'],
    ['data.__proto__'],
    ['__PROTO__'],
  ])('token or secret: %s', (path) => {
    expect(faultsOf({ id: path })).toEqual(['/custom/account/id secret_member']);
    expect(faultsOf({ id: 'id', label: path })).toEqual(['/custom/account/label secret_member']);
  });

  it.each([
    ['email'],
    ['data.e-mail'],
    ['emails.primary'],
    ['primaryEmail'],
    ['mail'],
    ['login'],
    ['user.username'],
    ['user_name'],
    ['userPrincipalName'],
    ['preferred_username'],
    ['screen_name'],
    ['data.name'],
    ['phone_number'],
    ['html_url'],
  ])('member that changes hands, as an id: %s', (path) => {
    expect(faultsOf({ id: path })).toEqual(['/custom/account/id mutable_member']);
    expect(faultsOf({ id: 'id', label: path })).toEqual([]);
  });

  it.each([
    ['data.0.id'],
    ['0'],
    ['data[0]'],
    ['data..id'],
    ['.id'],
    ['id.'],
    [''],
    ['a.b.c.d.e.f'],
    ['$.id'],
    ['data/id'],
    ['ｉｄ'],
  ])('place in a list, and has no other form: %s', (path) => {
    expect(faultsOf({ id: path })).toEqual(['malformed']);
  });

  it.each([
    ['id'],
    ['data.id'],
    ['_id'],
    ['user.user_id'],
    ['sub'],
    ['account.uuid'],
    ['data.attributes.gid'],
  ])('fault: %s', (path) => {
    expect(faultsOf({ id: path })).toEqual([]);
  });
});
