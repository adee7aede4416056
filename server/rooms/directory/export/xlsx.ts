import { guardCell } from '../import/columns.ts'
import { zipBytes } from './zip.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The fixed parts of a workbook with one sheet whose first line stays in view. */
const fixedParts: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    `<Types xmlns="${packages}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
  '_rels/.rels':
    `<Relationships xmlns="${packages}/relationships">` +
    `<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    `<Relationships xmlns="${packages}/relationships">` +
    `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
}

const sheetHead =
  `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
  `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
  `<cols><col min="1" max="20" width="20" customWidth="1"/></cols><sheetData>`
const sheetEnd = '</sheetData></worksheet>'
const CHUNK_CHARACTERS = 64 * 1024

/** Rows as an Excel workbook, written while they come. Every cell is text: nothing can be a formula. */
export async function* xlsxBytes(rows: AsyncIterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  yield* zipBytes(parts(rows))
}

async function* parts(rows: AsyncIterable<readonly string[]>) {
  for (const [name, xml] of Object.entries(fixedParts)) yield { name, bytes: once(declaration + xml) }
  yield { name: 'xl/worksheets/sheet1.xml', bytes: sheet(rows) }
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function* sheet(rows: AsyncIterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  let text = declaration + sheetHead
  let number = 0
  for await (const row of rows) {
    number++
    text += `<row r="${number}">${row.map(cell).join('')}</row>`
    if (text.length < CHUNK_CHARACTERS) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text + sheetEnd)
}

const cell = (text: string): string =>
  text === ''
    ? '<c/>'
    : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(guardCell(text))}</t></is></c>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** XML holds no control characters; Excel writes them, and what looks like its own escapes, as `_x000D_`. */
const escaped = (text: string): string =>
  text
    .replaceAll(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
    .replaceAll(/[&<>]/g, (character) => entities[character] ?? '')
    .replaceAll(
      /(?![\t\n])[\p{Cc}\uFFFE\uFFFF]/gu,
      (character) => `_x${character.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}_`,
    )
