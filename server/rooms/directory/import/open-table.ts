import { refuse } from '@hufu/kit'
import { readHeader } from './columns.ts'
import { csvRecords, delimiterOf } from './csv.ts'
import { detectEncoding, encodingWords, headOf, textOf } from './encoding.ts'
import { LINES_ABOVE_HEADER_MAX } from './limits.ts'
import type { Table } from './record.ts'
import { xlsxRecords } from './xlsx.ts'

const isHeaderLine = (cells: readonly string[]): boolean => readHeader(cells) !== null

/** Tells by its first bytes what a file is, and opens it as a table. Refuses what is none, in words for people. */
export async function openTable(path: string): Promise<Table> {
  const head = await headOf(path)
  if (head.length === 0) throw refuse('directory/import-empty')
  if (startsWith(head, [0x50, 0x4b])) return { format: 'xlsx', encoding: null, records: xlsxRecords(path) }
  // Excel before 2007, and any workbook that asks for a password.
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) throw refuse('directory/import-old-excel')
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46]) || startsWith(head, [0x1f, 0x8b]))
    throw refuse('directory/import-not-a-table')
  const detected = await detectEncoding(path, readsAsHeader)
  const delimiter = delimiterOf(await firstTextOf(path, detected), isHeaderLine)
  return { format: 'csv', encoding: encodingWords(detected), records: csvRecords(path, detected, delimiter) }
}

const startsWith = (bytes: Buffer, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte)

const readsAsHeader = (text: string): boolean =>
  text
    .split(/\r\n|\r|\n/, LINES_ABOVE_HEADER_MAX)
    .some((line) => [',', ';', '\t'].some((delimiter) => isHeaderLine(line.split(delimiter))))

async function firstTextOf(path: string, detected: Parameters<typeof textOf>[1]): Promise<string> {
  for await (const text of textOf(path, detected)) return text
  return ''
}
