/** What a spreadsheet would take for a formula; a name must never be run. */
const FORMULA = /^[=+\-@\t\r]/

/** Rows as a table that spreadsheets open: CSV with a mark that says it is UTF-8. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const cell = (value: string): string => {
    const safe = FORMULA.test(value) ? `'${value}` : value
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
