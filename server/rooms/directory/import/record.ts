/** One line of a table: `row` counts from 1 as Excel does, cells are trimmed of nothing yet. `cut`: the file ends inside it. */
export type TableRecord = { readonly row: number; readonly cells: readonly string[]; readonly cut?: boolean }

/** What a file turned out to be. */
export type Table = {
  readonly format: 'csv' | 'xlsx'
  /** Name of the encoding as people know it; `null` for workbooks. */
  readonly encoding: string | null
  readonly records: AsyncIterable<TableRecord>
}
