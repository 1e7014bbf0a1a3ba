/** The closed list of what an operation counts as (docs/decisions/0013). The numbers stand in src/broker/limits.ts. */
export const QUOTAS = {
  act: 'It counts for the caller, over all workspaces, and for the workspace.',
  ending:
    'It counts for the caller alone, apart from acts: what others do never keeps a person from ending something.',
  paid: 'It counts nothing. An act before has paid for it, since it can happen once for each act.',
} as const;
export type Quota = keyof typeof QUOTAS;
