import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { judge, readBudgets, type Budgets, type Measure } from './budgets.ts'
import { median, quantile } from './suite.ts'
import { jsonLine, table } from './table.ts'

const budgets: Budgets = new Map([
  [
    'start',
    new Map([
      ['start.later', { direction: 'at-most', bound: 4, unit: 's' }],
      ['start.rate', { direction: 'at-least', bound: 300, unit: 'ops/s' }],
    ]),
  ],
])
const later = (value: number): Measure => ({ metric: 'start.later', value, unit: 's' })
const rate = (value: number): Measure => ({ metric: 'start.rate', value, unit: 'ops/s', vs: { casl: 31 } })
const verdicts = (...measures: Measure[]) => judge('start', measures, budgets).map((row) => row.verdict)

test('a budget is kept up to its bound and missed beyond it, each in its own direction', () => {
  assert.deepEqual(verdicts(later(4), rate(300)), ['kept', 'kept'])
  assert.deepEqual(verdicts(later(4.01), rate(299)), ['missed', 'missed'])
})

test('a figure that is no number keeps no budget', () => {
  assert.deepEqual(verdicts(later(NaN), rate(NaN)), ['missed', 'missed'])
})

test('a budget that nobody measured is absent, not kept', () => {
  assert.deepEqual(verdicts(later(1)), ['kept', 'absent'])
})

test('a figure in another unit than its budget is a bug of the suite', () => {
  assert.throws(() => verdicts({ ...later(1), unit: 'ms' }), /measured in ms/)
})

test('programs get one object a line, people get a table', () => {
  const rows = judge(
    'start',
    [later(2), rate(9_100_000), { metric: 'extra', value: 1, unit: 'count' }],
    budgets,
  )
  assert.deepEqual(rows.map(jsonLine), [
    '{"metric":"start.later","value":2,"unit":"s","budget":4}',
    '{"metric":"start.rate","value":9100000,"unit":"ops/s","budget":300,"vs":{"casl":31}}',
    '{"metric":"extra","value":1,"unit":"count"}',
  ])
  assert.equal(
    table(rows),
    [
      'metric       value  unit   budget  verdict  measured beside',
      'start.later      2  s      ≤ 4     kept',
      'start.rate   9.1 M  ops/s  ≥ 300   kept     casl 31',
      'extra            1  count',
    ].join('\n'),
  )
})

test('median and quantiles are values that were measured', () => {
  assert.equal(median([3, 1, 2]), 2)
  assert.equal(quantile([4, 1, 3, 2], 0.99), 4)
  assert.equal(quantile([7], 0.01), 7)
  assert.throws(() => median([]), /no values/)
})

test('the golden budgets can be read, and each has a bound and a unit', () => {
  const read = readBudgets(join(import.meta.dirname, '../budgets.json'))
  assert.deepEqual(
    [...read.keys()],
    [
      'authority',
      'barrier',
      'console',
      'http',
      'identity',
      'ledger',
      'replay',
      'requests',
      'revocation',
      'start',
      'directory',
    ],
  )
  assert.deepEqual(read.get('authority')?.get('decide.100k'), {
    direction: 'at-least',
    bound: 8_000_000,
    unit: 'ops/s',
  })
})
