import type { Judged } from './budgets.ts'

const heads = ['metric', 'value', 'unit', 'budget', 'verdict', 'measured beside'] as const

/** The table people read: one row a metric, columns aligned. Pure. */
export function table(rows: readonly Judged[]): string {
  const cells = rows.map((row) => [
    row.metric,
    row.value === null ? '–' : number(row.value),
    row.unit,
    row.budget === null
      ? ''
      : `${row.budget.direction === 'at-least' ? '≥' : '≤'} ${number(row.budget.bound)}`,
    row.verdict === 'none' ? '' : row.verdict,
    Object.entries(row.vs)
      .map(([name, value]) => `${name} ${number(value)}`)
      .join(', '),
  ])
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(heads), ...cells.map(line)].join('\n')
}

/** One object a line, for programs. Pure. */
export function jsonLine(row: Judged): string {
  return JSON.stringify({
    metric: row.metric,
    value: row.value,
    unit: row.unit,
    ...(row.budget === null ? {} : { budget: row.budget.bound }),
    ...(Object.keys(row.vs).length === 0 ? {} : { vs: row.vs }),
  })
}

function number(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`
  return String(Number(value.toPrecision(4)))
}
