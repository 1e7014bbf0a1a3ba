/** The demo provider's accounts, with the data that its API has for each. */
export interface DemoAccount {
  id: string;
  name: string;
  email: string;
  notes: { id: string; title: string; text: string }[];
  tasks: { id: string; title: string; done: boolean }[];
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    id: 'demo-ada',
    name: 'Ada Demo',
    email: 'ada@demo.test',
    notes: [
      { id: 'n1', title: 'Analytical engine', text: 'It weaves algebraic patterns.' },
      { id: 'n2', title: 'Groceries', text: 'Tea, punched cards.' },
    ],
    tasks: [
      { id: 't1', title: 'Compute the Bernoulli numbers', done: true },
      { id: 't2', title: 'Write note G', done: false },
    ],
  },
  {
    id: 'demo-bob',
    name: 'Bob Demo',
    email: 'bob@demo.test',
    notes: [{ id: 'n1', title: 'Key exchange', text: 'Ask Alice.' }],
    tasks: [{ id: 't1', title: 'Answer Alice', done: false }],
  },
];

/** The scopes with their text for the consent page. A scope without a text is part of every sign-in. */
export const DEMO_SCOPES: Readonly<Record<string, string | undefined>> = {
  openid: undefined,
  email: 'See your name and e-mail address',
  offline_access: 'Keep this access while you are away',
  'notes:read': 'Read your notes',
  'notes:write': 'Change your notes',
  'tasks:read': 'Read your tasks',
};
