/** What a rule for a provider's definition is. */
import type { Provider } from '../../../src/oauth/provider.ts';

/** Each fault that the rule looks for, and whether the definition has it. */
export type Rule = (provider: Provider) => [fault: string, isWrong: boolean][];
