import { Readable } from 'node:stream'
import { refuse } from '@hufu/kit'
import { CsvError, parse } from 'csv-parse'
import { textOf } from './encoding.ts'
import type { Detected } from './encoding.ts'
import { CELL_MAX, COLUMNS_MAX, LINES_ABOVE_HEADER_MAX } from './limits.ts'
import type { TableRecord } from './record.ts'

export type Delimiter = ',' | ';' | '\t'

const delimiters: readonly Delimiter[] = [',', '\t', ';']

/**
 * Chooses the delimiter: the one under which a line near the top reads as our header, else the most frequent.
 * `isHeader` takes the cells of a line.
 */
export function delimiterOf(head: string, isHeader: (cells: readonly string[]) => boolean): Delimiter {
  const lines = head.split(/\r\n|\r|\n/, LINES_ABOVE_HEADER_MAX + 1)
  const byHeader = delimiters.find((each) => lines.some((line) => isHeader(line.split(each).map(unquoted))))
  if (byHeader !== undefined) return byHeader
  const counted = delimiters.map((each) => ({ each, count: head.split(each).length }))
  return counted.reduce((most, next) => (next.count > most.count ? next : most)).each
}

const unquoted = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1')

/**
 * Reads a CSV file record by record. Refuses `directory/import-cut` (a quote is never closed), `directory/import-quotes`
 * (quotes inside a cell that are not doubled), `directory/import-too-many-columns`, `directory/import-cell-too-long`.
 */
export async function* csvRecords(
  path: string,
  detected: Detected,
  delimiter: Delimiter,
): AsyncGenerator<TableRecord> {
  let last = ''
  const watched = async function* (): AsyncGenerator<string> {
    for await (const text of textOf(path, detected)) {
      last = text.slice(-1)
      yield text
    }
  }
  const parser = parse({
    delimiter,
    relax_column_count: true,
    skip_empty_lines: false,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: CELL_MAX * 20,
  })
  const source = Readable.from(watched())
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  let row = 0
  let waiting: TableRecord | null = null
  try {
    for await (const cells of parser) {
      row++
      if (waiting !== null) yield waiting
      // `columns` is off, so that every record is a list of strings.
      waiting = checked({ row, cells: cells as string[] })
    }
  } catch (error) {
    throw error instanceof CsvError ? wordsFor(error, row + 1) : error
  } finally {
    source.destroy()
  }
  if (waiting !== null) yield last === '\n' || last === '\r' ? waiting : { ...waiting, cut: true }
}

function checked(record: TableRecord): TableRecord {
  if (
    record.cells.length > COLUMNS_MAX &&
    record.cells.some((cell, index) => index >= COLUMNS_MAX && cell !== '')
  )
    throw refuse('directory/import-too-many-columns', { row: record.row, max: COLUMNS_MAX })
  if (record.cells.some((cell) => cell.length > CELL_MAX))
    throw refuse('directory/import-cell-too-long', { row: record.row, max: CELL_MAX })
  return record
}

function wordsFor(error: CsvError, row: number): Error {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return refuse('directory/import-cut', { row })
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return refuse('directory/import-cell-too-long', { row, max: CELL_MAX })
  return refuse('directory/import-quotes', { row })
}
