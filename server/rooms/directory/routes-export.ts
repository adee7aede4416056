import { contract } from '@hufu/contract'
import { may } from '../../platform/http/index.ts'
import type { Doors, Locale } from '../../platform/http/index.ts'
import { csvBytes } from './export/csv.ts'
import { templateColumns } from './export/rows.ts'
import { xlsxBytes } from './export/xlsx.ts'
import { importTarget } from './import/reach.ts'
import { exportRows } from './views-export.ts'

const routes = contract.directory
const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
type Format = keyof typeof types

/** Registers the doors of exports and of the import template. */
export function exportRoutes(doors: Doors): void {
  doors.handle(routes.exportDirectory, async (call) => {
    const { format, departmentId, locale = call.locale } = call.query
    // Asked again at every chunk that leaves.
    const target =
      departmentId === undefined
        ? { type: 'workspace' as const }
        : { type: 'department' as const, id: departmentId }
    may(call.reading, 'org.directory.export', target)
    const day = new Date(call.reading.at).toISOString().slice(0, 10)
    const name = locale === 'zh-CN' ? '通讯录' : 'directory'
    return call.stream({
      bytes: bytesOf(format, exportRows(call.reading, departmentId, locale)),
      type: types[format],
      fileName: `${name}-${day}.${format}`,
    })
  })

  doors.handle(routes.importTemplate, async (call) => {
    const { reading } = call
    may(reading, 'org.directory.import', importTarget(reading.facts, reading.memberId, reading.at))
    const { format, locale = call.locale } = call.query
    const name = locale === 'zh-CN' ? '通讯录导入模板' : 'directory-template'
    return call.stream({
      bytes: bytesOf(format, header(locale)),
      type: types[format],
      fileName: `${name}.${format}`,
    })
  })
}

const bytesOf = (format: Format, rows: AsyncIterable<readonly string[]>): AsyncIterable<Uint8Array> =>
  format === 'csv' ? csvBytes(rows) : xlsxBytes(rows)

async function* header(locale: Locale): AsyncGenerator<readonly string[]> {
  yield templateColumns[locale]
}
