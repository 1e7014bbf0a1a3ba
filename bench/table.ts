/** Columns as wide as their widest cell; the first is aligned left, numbers right. Pure. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const isNumber = (column: number) =>
    rows.every((row, index) => index === 0 || /^[$\d]/.test(row[column] ?? ''));
  const aligned = widths.map(
    (width, column) => (cell: string) =>
      isNumber(column) && column > 0 ? cell.padStart(width) : cell.padEnd(width),
  );
  return rows
    .map((row) => `  ${row.map((cell, column) => aligned[column]?.(cell) ?? cell).join('  ')}`.trimEnd())
    .join('\n');
}
