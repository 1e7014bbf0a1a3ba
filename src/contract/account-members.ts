/** Which members of an answer may name an account. Pure. */
import type { FieldFault } from './problems.ts';

/** Parts of names of members that hold a token or a secret: no id is made of one, and no person sees one. */
const SECRET =
  /token|secret|password|passwd|passphrase|credential|apikey|privatekey|signingkey|accesskey|bearer|jwt|cookie|session|assertion|^(code|otp|authorization|nonce)$/;
/** Names of an object's own machinery: no answer of a provider has them. */
const MACHINERY = ['proto', 'constructor', 'prototype'];
/** An address of mail, wherever it stands in the path. */
const MAIL = /mail/;
/** Names of what a person can change or what is given away again: whoever takes it over would take over the connection. */
const MUTABLE =
  /^(login|loginname|username|userprincipalname|upn|preferredusername|name|fullname|firstname|lastname|givenname|familyname|displayname|nickname|screenname|handle|alias|slug|phone|phonenumber|mobile|mobilephone|telephone|url|link|website|href|htmlurl|weburl|profileurl|avatarurl|domain|subdomain|host|hostname|address)$/;

/** Why a path of member names cannot lead to an account's id or label. Undefined: it can. */
export function memberFault(path: string, to: 'id' | 'label'): FieldFault | undefined {
  const names = path.split('.').map((name) => name.replace(/[_-]/g, '').toLowerCase());
  if (names.some((name) => SECRET.test(name) || MACHINERY.includes(name))) return 'secret_member';
  const isMutable = names.some((name) => MAIL.test(name)) || MUTABLE.test(names.at(-1) ?? '');
  return to === 'id' && isMutable ? 'mutable_member' : undefined;
}
