/** Recorded as who did it, where an operator did it and no person of the stage. No subject is this: brackets stand for nobody. */
export const OPERATOR = '(operator)';
