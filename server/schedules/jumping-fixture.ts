/** Servers that go by clocks which jump while they run. Needs libfaketime: on Debian the package faketime. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** By how much a clock is wrong from one moment to the next. */
export const jumps = ['-1d', '+1d', '+5y'] as const
export type Jump = (typeof jumps)[number] | '+0'

/** Where a Debian or an Ubuntu keeps it, whatever the machine. */
function faketime(): string {
  const places = ['/usr/lib', '/usr/local/lib'].flatMap((folder) =>
    existsSync(folder)
      ? [folder, ...readdirSync(folder).map((name) => join(folder, name))].map((at) =>
          join(at, 'faketime', 'libfaketimeMT.so.1'),
        )
      : [],
  )
  return places.find(existsSync) ?? assert.fail('libfaketime is missing: install the package faketime')
}

/** A clock to start servers with, by its settings. Their monotonic clock goes on as it does. */
export function jumpingClock(t: Pick<TestContext, 'after'>): {
  readonly settings: Readonly<Record<string, string>>
  readonly jump: (by: Jump) => void
} {
  const dir = mkdtempSync(join(tmpdir(), 'hufu-clocks-'))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, 'offset')
  const jump = (by: Jump): void => writeFileSync(file, by)
  jump('+0')
  const settings = {
    LD_PRELOAD: faketime(),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  }
  return { settings, jump }
}
