/**
 * CSV (RFC 4180) that a spreadsheet may open: every cell is text. Cells are quoted, but a spreadsheet reads a quoted `=…` as a
 * formula, and one that takes `;` or a tab for the separator finds cells inside of cells (OWASP, "CSV Injection"). Pure.
 */

/** Says that the file is UTF-8: without it spreadsheets read it in the code page of their machine. */
export const BYTE_ORDER_MARK = '\ufeff';

/** What a spreadsheet may take for the beginning of a formula, at the beginning or after whatever may separate cells. */
const FORMULA = /(^|[,;|"'])(\s*)(?=[=+\-@＝＋－＠])/gu;
/** Matches control characters, line and paragraph separators, invisible characters, and lone surrogates. */
const NEVER = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** One row with its end. No cell ends it. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const defused = text.replace(NEVER, ' ').replace(FORMULA, "$1$2'");
  return `"${defused.replaceAll('"', '""')}"`;
}
