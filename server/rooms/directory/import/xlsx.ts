import { refuse } from '@hufu/kit'
import { CELL_MAX, COLUMNS_MAX, SHARED_TEXT_MAX } from './limits.ts'
import type { TableRecord } from './record.ts'
import { attributeOf, xmlEvents } from './xml.ts'
import type { XmlEvent } from './xml.ts'
import { openZip } from './zip.ts'
import type { Zip } from './zip.ts'

const ROWS_OF_SHEET_MAX = 1_048_576

/** Reads the first visible sheet of a workbook. Refuses the file when it is damaged, locked, or a bomb. */
export async function* xlsxRecords(path: string): AsyncGenerator<TableRecord> {
  const zip = await openZip(path)
  const sheet = zip.read(await sheetPath(zip))
  if (sheet === null) throw refuse('directory/import-broken')
  const shared = await sharedStrings(zip)
  yield* sheetRecords(sheet, shared)
}

async function sheetPath(zip: Zip): Promise<string> {
  const workbook = zip.read('xl/workbook.xml')
  const relations = zip.read('xl/_rels/workbook.xml.rels')
  if (workbook === null || relations === null) throw refuse('directory/import-not-a-table')
  const wanted = await firstOf(workbook, 'sheet', (attributes) => {
    const state = attributeOf(attributes, 'state')
    return state === null || state === 'visible' ? attributeOf(attributes, '\\w+:id') : null
  })
  const found = await firstOf(relations, 'Relationship', (attributes) =>
    attributeOf(attributes, 'Id') === wanted ? attributeOf(attributes, 'Target') : null,
  )
  if (wanted === null || found === null) throw refuse('directory/import-broken')
  return found.startsWith('/') ? found.slice(1) : `xl/${found}`
}

/** What `pick` finds in the first element of this name for which it finds something. */
async function firstOf(
  part: AsyncIterable<Buffer>,
  name: string,
  pick: (attributes: string) => string | null,
): Promise<string | null> {
  for await (const events of xmlEvents(part))
    for (const event of events) {
      const found = event.type === 'open' && event.name === name ? pick(event.attributes) : null
      if (found !== null) return found
    }
  return null
}

async function sharedStrings(zip: Zip): Promise<readonly string[]> {
  const part = zip.read('xl/sharedStrings.xml')
  if (part === null) return []
  const strings: string[] = []
  let text = ''
  let total = 0
  let inText = false
  let phonetic = 0
  const hearString = (event: XmlEvent): void => {
    if (event.type === 'text') {
      if (inText && phonetic === 0) text += event.text
    } else if (event.name === 't') inText = event.type === 'open' && !event.empty
    else if (event.name === 'rPh') phonetic += event.type === 'open' ? 1 : -1
    else if (event.name === 'si' && event.type === 'close') {
      total += text.length
      if (total > SHARED_TEXT_MAX || text.length > CELL_MAX) throw refuse('directory/import-bomb')
      strings.push(unescapeCell(text))
      text = ''
    }
  }
  for await (const events of xmlEvents(part)) for (const event of events) hearString(event)
  return strings
}

/** Excel writes characters that XML cannot hold as `_x000D_`. */
const unescapeCell = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text

type Sheet = {
  readonly shared: readonly string[]
  readonly done: TableRecord[]
  row: number
  column: number
  cells: string[]
  kind: string
  value: string
  inValue: boolean
}

async function* sheetRecords(
  bytes: AsyncIterable<Buffer>,
  shared: readonly string[],
): AsyncGenerator<TableRecord> {
  const sheet: Sheet = {
    shared,
    done: [],
    row: 0,
    column: -1,
    cells: [],
    kind: 'n',
    value: '',
    inValue: false,
  }
  for await (const events of xmlEvents(bytes)) {
    for (const event of events) hear(sheet, event)
    yield* sheet.done.splice(0)
  }
}

function hear(sheet: Sheet, event: XmlEvent): void {
  if (event.type === 'text') {
    if (sheet.inValue) sheet.value += event.text
    if (sheet.value.length > CELL_MAX)
      throw refuse('directory/import-cell-too-long', { row: sheet.row, max: CELL_MAX })
    return
  }
  const opens = event.type === 'open'
  if (event.name === 'row') return opens ? beginRow(sheet, event.attributes) : endRow(sheet)
  if (event.name === 'c') return opens ? beginCell(sheet, event.attributes) : endCell(sheet)
  if (event.name === 'v' || event.name === 't') sheet.inValue = opens && !event.empty
}

function beginRow(sheet: Sheet, attributes: string): void {
  const given = attributeOf(attributes, 'r')
  const row = given === null ? sheet.row + 1 : Number(given)
  if (!Number.isSafeInteger(row) || row <= sheet.row || row > ROWS_OF_SHEET_MAX)
    throw refuse('directory/import-broken')
  sheet.row = row
  sheet.column = -1
  sheet.cells = []
}

function endRow(sheet: Sheet): void {
  sheet.done.push({ row: sheet.row, cells: sheet.cells })
}

function beginCell(sheet: Sheet, attributes: string): void {
  const address = attributeOf(attributes, 'r')
  const column = address === null ? sheet.column + 1 : columnOf(address)
  if (column <= sheet.column) throw refuse('directory/import-broken')
  sheet.column = column
  sheet.kind = attributeOf(attributes, 't') ?? 'n'
  sheet.value = ''
  sheet.inValue = false
}

function columnOf(address: string): number {
  let column = 0
  for (const character of address) {
    const code = character.charCodeAt(0)
    if (code < 65 || code > 90) break
    column = column * 26 + (code - 64)
  }
  return column - 1
}

function endCell(sheet: Sheet): void {
  const text = cellText(sheet)
  if (text === '') return
  if (sheet.column >= COLUMNS_MAX)
    throw refuse('directory/import-too-many-columns', { row: sheet.row, max: COLUMNS_MAX })
  while (sheet.cells.length < sheet.column) sheet.cells.push('')
  sheet.cells.push(text)
}

function cellText(sheet: Sheet): string {
  if (sheet.value === '') return ''
  if (sheet.kind === 's') {
    const text = sheet.shared[Number(sheet.value)]
    if (text === undefined) throw refuse('directory/import-broken')
    return text
  }
  if (sheet.kind === 'n') return numberText(sheet.value)
  if (sheet.kind === 'b') return sheet.value === '1' ? 'TRUE' : 'FALSE'
  return unescapeCell(sheet.value)
}

/** A phone number typed as a number may stand as 1.38E+10; people mean its digits. */
function numberText(value: string): string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? String(number) : value
}
