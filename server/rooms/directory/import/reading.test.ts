import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { deflateRawSync, crc32 } from 'node:zlib'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import writeXlsx from 'write-excel-file/node'
import { guardCell, openCell, readHeader } from './columns.ts'
import { readEscapedList, readPaths, writeList, writePath } from './paths.ts'
import { readRows } from './rows.ts'
import type { ReadFile } from './rows.ts'
import { fileWith } from './test-files.ts'

const text =
  '姓名,登录名,手机,部门\r\n王小明,wangxm,13800138000,研发部/一组\r\n欧阳娜娜,ouyang,13900139000,市场部\r\n'
const read = (t: TestContext, bytes: Uint8Array | string): Promise<ReadFile> =>
  readRows(fileWith(t, bytes), () => {})
const names = (file: ReadFile): readonly string[] => file.rows.map((row) => row.name)
const refused = (t: TestContext, bytes: Uint8Array | string, code: string): Promise<void> =>
  assert.rejects(read(t, bytes), { code: `directory/${code}` })

const encodings: readonly (readonly [string, Buffer, string])[] = [
  ['UTF-8', Buffer.from(text), 'UTF-8'],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), 'UTF-8 BOM'],
  ['GBK', iconv.encode(text, 'gbk'), 'GB18030'],
  ['GB18030 with characters beyond GBK', iconv.encode(text.replace('小', '𠮷'), 'gb18030'), 'GB18030'],
  ['UTF-16 LE with a mark', iconv.encode(text, 'utf-16le', { addBOM: true }), 'UTF-16 LE'],
  ['UTF-16 BE with a mark', iconv.encode(text, 'utf-16be', { addBOM: true }), 'UTF-16 BE'],
  ['UTF-16 LE without a mark', iconv.encode(text, 'utf-16le'), 'UTF-16 LE'],
]
for (const [what, bytes, encoding] of encodings)
  test(`a file in ${what} is read as people wrote it`, async (t) => {
    const file = await read(t, bytes)
    assert.deepEqual(names(file), [what.includes('beyond') ? '王𠮷明' : '王小明', '欧阳娜娜'])
    assert.equal(file.encoding, encoding)
    assert.deepEqual(
      file.rows.map((row) => row.row),
      [2, 3],
    )
  })

for (const delimiter of [';', '\t'])
  test(`cells may be parted by ${delimiter === ';' ? 'semicolons' : 'tabs'}`, async (t) => {
    const file = await read(t, text.replaceAll(',', delimiter))
    assert.deepEqual(names(file), ['王小明', '欧阳娜娜'])
  })

test('UTF-8 with a broken byte is refused with its line, not read as another encoding', async (t) => {
  const bytes = Buffer.from(text)
  bytes[bytes.indexOf('欧')] = 0xff
  await assert.rejects(read(t, bytes), (error: { code: string; details: unknown }) => {
    assert.equal(error.code, 'directory/import-encoding')
    assert.deepEqual(error.details, { line: 3, encoding: 'UTF-8' })
    return true
  })
})

test('bytes that are no text in any encoding we know are refused', async (t) => {
  await refused(
    t,
    Buffer.concat([Buffer.from('name,login\n'), Buffer.from([0x81, 0x20, 0xff, 0xff, 0x0a])]),
    'import-encoding',
  )
})

test('UTF-16 cut in the middle of a character is refused', async (t) => {
  await refused(t, iconv.encode(text, 'utf-16le', { addBOM: true }).subarray(0, -1), 'import-encoding')
})

test('what is no table is refused in words', async (t) => {
  await refused(t, '', 'import-empty')
  await refused(t, Buffer.from('%PDF-1.7 …'), 'import-not-a-table')
  await refused(t, Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'import-old-excel')
  await refused(t, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 0, 0]), 'import-not-a-table')
  await refused(t, 'hello\nworld\n', 'import-no-header')
  await refused(t, '姓名,登录名\n\n\n', 'import-no-rows')
})

test('a file cut inside a quote is refused as cut short', async (t) => {
  await refused(t, '姓名,登录名\n王小明,wangxm\n"欧阳娜', 'import-cut')
})

test('a last line with too few cells and no end is refused as a row, the others stand', async (t) => {
  const file = await read(t, '姓名,登录名,手机\n王小明,wangxm,13800138000\n欧阳娜娜,ouy')
  assert.deepEqual(
    file.rows.map((row) => row.fault?.code ?? null),
    [null, 'directory/import-row-cut'],
  )
})

test('quotes, doubled quotes and line ends inside cells are read as Excel writes them', async (t) => {
  const file = await read(t, '姓名,登录名,部门\n"O""Brien",ob,"研发部\n市场部"\n')
  assert.deepEqual(names(file), ['O"Brien'])
  assert.deepEqual(file.rows[0]?.paths, [['研发部'], ['市场部']])
})

test('a row wider than its header is refused', async (t) => {
  const file = await read(t, '姓名,登录名\n王小明,wangxm,oops\n')
  assert.equal(file.rows[0]?.fault?.code, 'directory/import-row-wide')
})

test('notes may stand above the header, blank lines below it, and rows keep their numbers', async (t) => {
  const file = await read(
    t,
    '填写须知：红色为必填\n"1、姓名必填\n2、部门从公司开始",,\n姓名,帐号,部门\n\n王小明,wangxm,公司/研发部\n',
  )
  assert.equal(file.header.dialect, 'wecom')
  assert.deepEqual(
    file.rows.map((row) => row.row),
    [5],
  )
})

test('sixteen thousand columns are refused', async (t) => {
  await refused(t, `姓名,登录名${','.repeat(16_382)}x\n王,w\n`, 'import-too-many-columns')
})

const dialects: readonly (readonly [string, string])[] = [
  ['姓名,帐号,别名,职务,部门,性别,手机,座机,个人邮箱,部门负责人,直属上级', 'wecom'],
  ['姓名,账号,手机,企业邮箱,部门,职务,激活状态,禁用状态', 'wecom'],
  ['姓名,帐号,微信号,手机号,邮箱,所在部门,职位', 'wecom'],
  ['员工UserID,部门,职位,姓名,性别,工号,是否此部门主管(是/否),手机号,邮箱,分机号,办公地点,备注', 'dingtalk'],
  ['员工UserID,姓名,手机号,部门,职位,直属主管,工号,邮箱,激活状态,角色', 'dingtalk'],
  ['姓名（必填）,登录名,手机,邮箱,工号,部门,岗位,部门负责人,直属上级,状态', 'plain'],
  ['Name,Login,Phone,Email,Employee number,Department,Position,Head,Manager,Status', 'plain'],
]
for (const [line, dialect] of dialects)
  test(`the columns «${line.slice(0, 30)}…» are those of ${dialect}`, () => {
    const header = readHeader(line.split(','))
    assert.equal(header?.dialect, dialect)
    assert.ok(header && header.at.has('name') && header.at.has('departments'))
    assert.ok(header.at.has('login') && header.at.has('phone') && header.at.has('position'))
  })

test('a cell guarded against formulas opens to exactly what it was', () => {
  for (const cell of ['=1+1', '+86', '-x', '@sum', "'quoted", "''", "'=a", 'plain', ''])
    assert.equal(openCell(guardCell(cell)), cell)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (any) => {
      const tidy = any.trim()
      assert.equal(openCell(guardCell(tidy)), tidy)
      assert.ok(!/^[=+\-@\t\r]/.test(guardCell(tidy)))
    }),
    { numRuns: 500, seed: 3 },
  )
})

test('paths and lists survive names that hold their separators', () => {
  const names = ['研发/测试', 'a;b', 'c\\d', 'e；f']
  assert.deepEqual(readPaths(writePath(names), 'plain'), [names])
  assert.deepEqual(readEscapedList(writeList(names)), names)
  assert.deepEqual(readPaths('公司-研发部,公司-市场部', 'dingtalk'), [
    ['公司', '研发部'],
    ['公司', '市场部'],
  ])
  assert.deepEqual(readPaths('公司/研发部;公司/市场部', 'wecom'), [
    ['公司', '研发部'],
    ['公司', '市场部'],
  ])
})

const workbook = async (rows: readonly (readonly (string | number | boolean | null)[])[]): Promise<Buffer> =>
  writeXlsx(rows.map((row) => row.map((value) => (value === null ? null : { value })))).toBuffer()

test('a workbook is read, numbers typed as numbers included', async (t) => {
  const file = await read(
    t,
    await workbook([
      ['姓名', '登录名', '手机', '部门'],
      ['王小明', 'wangxm', 13_800_138_000, '研发部/一组'],
      [null, null, null, null],
      ['欧阳 & <娜娜>', 'ouyang', null, '市场部'],
    ]),
  )
  assert.equal(file.format, 'xlsx')
  assert.deepEqual(names(file), ['王小明', '欧阳 & <娜娜>'])
  assert.equal(file.rows[0]?.phone, '13800138000')
  assert.deepEqual(
    file.rows.map((row) => row.row),
    [2, 4],
  )
})

test('a workbook cut short at any place is refused, never half read', async (t) => {
  const whole = await workbook([
    ['姓名', '登录名'],
    ...Array.from({ length: 50 }, (_, n) => [`王${n}`, `wang${n}`]),
  ])
  for (let size = 10; size < whole.length; size += Math.ceil(whole.length / 25))
    await assert.rejects(
      read(t, whole.subarray(0, size)),
      (error: { code?: string }) => error.code?.startsWith('directory/import-') === true,
    )
})

test('a workbook with a changed byte is refused', async (t) => {
  const whole = await workbook([
    ['姓名', '登录名'],
    ['王小明', 'wangxm'],
  ])
  const sheet = whole.indexOf('xl/worksheets/sheet1.xml') + 60
  whole.writeUInt8((whole[sheet] ?? 0) ^ 0xff, sheet)
  await refused(t, whole, 'import-broken')
})

/** A zip with the given parts, made by hand so that it can lie. */
function zipOf(parts: Readonly<Record<string, Buffer>>): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, bytes] of Object.entries(parts)) {
    const packed = deflateRawSync(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(bytes.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, rest, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, central, Buffer.from('PK\x05\x06'), end])
}

const sheetParts = (sheet: Buffer): Record<string, Buffer> => ({
  'xl/workbook.xml': Buffer.from(
    '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
  ),
  'xl/_rels/workbook.xml.rels': Buffer.from(
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
  ),
  'xl/worksheets/sheet1.xml': sheet,
})

test('a part that unpacks to endless zeros is refused before memory is gone', async (t) => {
  const before = process.memoryUsage().rss
  await assert.rejects(read(t, zipOf(sheetParts(Buffer.alloc(200 * 1024 * 1024)))), {
    code: 'directory/import-broken',
  })
  assert.ok(process.memoryUsage().rss - before < 400 * 1024 * 1024)
})

test('a workbook that declares entities is refused', async (t) => {
  const sheet = Buffer.from('<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>')
  await refused(t, zipOf(sheetParts(sheet)), 'import-broken')
})

test('sixteen thousand columns in a workbook are refused', async (t) => {
  const cells = Array.from({ length: 16_384 }, () => '<c t="inlineStr"><is><t>姓名</t></is></c>').join('')
  await refused(
    t,
    zipOf(sheetParts(Buffer.from(`<worksheet><sheetData><row r="1">${cells}</row></sheetData></worksheet>`))),
    'import-too-many-columns',
  )
})

test('a zip that is no workbook is refused', async (t) => {
  await refused(t, zipOf({ 'readme.txt': Buffer.from('hello') }), 'import-not-a-table')
})
