/** One part of an export as CSV: rows of records until the file would have more bytes than one answer can carry. Pure. */
import { LIMITS } from '../broker/limits.ts';
import { BYTE_ORDER_MARK, csvRow } from './csv.ts';
import type { FilePart } from './file-part.ts';

/** The columns by their names, in the order of the file, each with its cell of a record. Undefined: the cell is empty. */
export type Columns<T> = Record<string, (record: T) => string | undefined>;

/** What a part is made of. */
export interface PartOf<T> {
  columns: Columns<T>;
  /** The records, each with its position in the list. */
  rows: readonly { position: string; record: T }[];
  /** The first part alone has the names of the columns. */
  isFirst: boolean;
  /** Without a quotation mark. */
  fileName: string;
  /** The position after the last row. Absent: nothing comes after it. */
  next?: string | undefined;
}

/** The part. It ends before its rows do if they have more than {@link LIMITS.bytesOfExport}, and has one row at least. */
export function csvPart<T>({ columns, rows, isFirst, fileName, next }: PartOf<T>): FilePart {
  let text = isFirst ? BYTE_ORDER_MARK + csvRow(Object.keys(columns)) : '';
  let bytes = 0;
  let last: string | undefined;
  for (const { position, record } of rows) {
    const row = csvRow(Object.values(columns).map((column) => column(record) ?? ''));
    bytes += Buffer.byteLength(row);
    if (last !== undefined && bytes > LIMITS.bytesOfExport) return { text, fileName, next: last };
    text += row;
    last = position;
  }
  return { text, fileName, ...(next !== undefined && { next }) };
}
