import { guardCell } from '../import/columns.ts'

/** Bytes gathered before they are handed on. */
const CHUNK_CHARACTERS = 32 * 1024

/** One row as CSV (RFC 4180), guarded against formulas. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(guardCell(cell))).join(',')}\r\n`
}

const quoted = (text: string): string =>
  /[",\r\n;\t]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

/** Rows as CSV bytes in UTF-8 with a mark, which Excel needs to read Chinese. */
export async function* csvBytes(rows: AsyncIterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  let text = '\uFEFF'
  for await (const row of rows) {
    text += csvLine(row)
    if (text.length < CHUNK_CHARACTERS) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}
