/** Names that people choose or that a sign-in brings, as they are shown to others. */

/**
 * What nobody sees, or what turns the direction of a text: control, format and private characters, separators of lines, what
 * Unicode lets a program ignore (fillers of Hangul, selectors of variants), and the blank of Braille.
 */
const UNSEEN = '\\p{C}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800';

/** Matches each such character. */
export const UNSEEN_CHARACTERS = new RegExp(`[${UNSEEN}]`, 'gu');
/** A display name of a connection: 60 characters at most, or empty. */
export const DISPLAY_NAME = new RegExp(`^[^${UNSEEN}]{0,60}$`, 'u');
