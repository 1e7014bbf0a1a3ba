import { ALLOWED_APPS_RULES, type AllowedAppsRule } from '../src/contract/environment.ts';

/** The rule of the stage. Any value that is no rule is the strictest one. */
export function allowedAppsRule(text: string): AllowedAppsRule {
  return ALLOWED_APPS_RULES.find((rule) => rule === text) ?? 'own-only';
}
