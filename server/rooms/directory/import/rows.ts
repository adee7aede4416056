import { refuse } from '@hufu/kit'
import { readHeader } from './columns.ts'
import type { Header } from './columns.ts'
import { LINES_ABOVE_HEADER_MAX, ROWS_MAX } from './limits.ts'
import { openTable } from './open-table.ts'
import { readDepartment } from './departments-file.ts'
import type { DepartmentRow } from './departments-file.ts'
import { isBlank, readMember } from './row.ts'
import type { MemberRow } from './row.ts'

/** A file read to its end: what it is, and its rows. */
export type ReadFile = {
  readonly format: 'csv' | 'xlsx'
  readonly encoding: string | null
  readonly header: Header
  readonly rows: readonly MemberRow[]
  /** Filled in place of `rows` when the file lists departments. */
  readonly departments: readonly DepartmentRow[]
}

/**
 * Reads a directory file. `heard` is told the number of rows read so far. Refuses the file as a whole when it cannot be
 * read (see refusals-directory.ts); what is wrong with single rows stands in their `fault`.
 */
export async function readRows(path: string, heard: (rows: number) => void): Promise<ReadFile> {
  const table = await openTable(path)
  let header: Header | null = null
  let width = 0
  const rows: MemberRow[] = []
  const departments: DepartmentRow[] = []
  for await (const record of table.records) {
    if (header === null) {
      header = readHeader(record.cells)
      width = lastFilled(record.cells)
      if (header === null && record.row > LINES_ABOVE_HEADER_MAX) throw refuse('directory/import-no-header')
    } else if (!isBlank(record)) {
      if (rows.length + departments.length >= ROWS_MAX)
        throw refuse('directory/import-too-many-rows', { max: ROWS_MAX })
      if (header.kind === 'departments') departments.push(readDepartment(record, header))
      else rows.push(readMember(record, header, width))
      heard(rows.length + departments.length)
    }
  }
  if (header === null) throw refuse('directory/import-no-header')
  if (rows.length + departments.length === 0) throw refuse('directory/import-no-rows')
  return { format: table.format, encoding: table.encoding, header, rows, departments }
}

const lastFilled = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell.trim() !== '') + 1
