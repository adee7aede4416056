import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planBrowser, type Attempt, type Machine } from './plan.ts'

const bare: Machine = { chromium: null, chineseFont: false, canApt: false, platform: 'linux' }
const chromium = '/usr/bin/chromium'
const none: ReadonlySet<Attempt> = new Set()
const both: ReadonlySet<Attempt> = new Set(['apt-get', 'download'])

test('a machine with browser and font is left alone', () => {
  assert.deepEqual(planBrowser({ ...bare, chromium, chineseFont: true }, none), { do: 'nothing', chromium })
})

test('root on Debian gets exactly what is missing', () => {
  const root = { ...bare, canApt: true }
  assert.deepEqual(planBrowser(root, none), { do: 'apt-get', packages: ['chromium', 'fonts-noto-cjk'] })
  assert.deepEqual(planBrowser({ ...root, chromium }, none), { do: 'apt-get', packages: ['fonts-noto-cjk'] })
})

test('anybody else downloads a browser', () => {
  assert.deepEqual(planBrowser(bare, none), { do: 'download' })
})

test('root where apt-get did not help downloads a browser too', () => {
  assert.deepEqual(planBrowser({ ...bare, canApt: true }, new Set(['apt-get'])), { do: 'download' })
})

test('what cannot be had is asked for in one line, and never tried twice', () => {
  assert.deepEqual(planBrowser(bare, both), {
    do: 'ask',
    line: 'sudo apt-get install chromium fonts-noto-cjk',
  })
  assert.deepEqual(planBrowser({ ...bare, canApt: true }, both).do, 'ask')
  assert.deepEqual(planBrowser({ ...bare, chromium }, both), {
    do: 'ask',
    line: 'sudo apt-get install fonts-noto-cjk',
  })
  assert.deepEqual(planBrowser({ ...bare, platform: 'darwin', chineseFont: true }, both), {
    do: 'ask',
    line: 'npx playwright install chromium',
  })
})
