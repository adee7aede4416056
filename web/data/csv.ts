import { saveBytes } from './save.ts'

/** One cell: quoted, and never read as a formula by a table program. */
const cell = (text: string): string => {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${tame.replaceAll('"', '""')}"`
}

/** Rows as a CSV file that table programs open as UTF-8. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`

/** Hands rows to the browser's own download as CSV. */
export function saveCsv(rows: readonly (readonly string[])[], fileName: string): void {
  saveBytes(new Blob([csvOf(rows)], { type: 'text/csv;charset=utf-8' }), fileName)
}
