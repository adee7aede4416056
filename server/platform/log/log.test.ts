import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuse } from '@hufu/kit'
import { createLog } from './index.ts'
import type { LogOptions } from './index.ts'

const written = (
  speak: (log: ReturnType<typeof createLog>) => void,
  options: Partial<LogOptions> = {},
): string => {
  const lines: string[] = []
  speak(
    createLog({ level: 'info', pretty: false, colour: false, write: (line) => lines.push(line), ...options }),
  )
  return lines.join('')
}

test('passwords, tokens, cookies and one-time codes never reach the log', () => {
  const line = written((log) =>
    log.info({
      password: 'pw-1',
      newPassword: 'pw-2',
      headers: { Authorization: 'Bearer tk-1', cookie: 'sid=tk-2', 'set-cookie': ['sid=tk-3'] },
      session: { access_token: 'tk-4', refreshToken: 'tk-5', ticket: 'tk-6' },
      code: '482913',
      setup: { code: 482913 },
      url: '/socket?ticket=tk-7&lang=zh',
      database: 'postgresql://hufu:pw-3@db:5432/hufu',
      nested: [{ secret: 'pw-4' }],
    }),
  )
  assert.doesNotMatch(line, /pw-\d|tk-\d|482913/)
  assert.match(line, /lang=zh/)
  assert.match(line, /db:5432/)
})

test('secrets in messages and in errors are taken out as well', () => {
  const error = new Error('cannot reach postgresql://hufu:pw-1@db/hufu', {
    cause: new Error('GET /x?token=tk-1 failed'),
  })
  const line = written((log) => log.error({ err: error }, 'at postgres://a:pw-2@b/c'))
  assert.doesNotMatch(line, /pw-\d|tk-\d/)
  assert.match(line, /cannot reach/)
})

test('the codes of refusals and of the system stay readable', () => {
  const line = written((log) => {
    log.info({ code: 'authority/not-granted' })
    log.info({ err: refuse('data/in-use', { pid: 7 }) })
    log.info({ code: 'ECONNREFUSED', child: { code: 1 } })
  })
  for (const code of ['authority/not-granted', 'data/in-use', 'ECONNREFUSED', '"pid":7', '"code":1'])
    assert.ok(line.includes(code), `${code} in ${line}`)
})

test('nobody can repaint the terminal or turn a line around by what they type', () => {
  const nasty = 'a\u001b[2Jb\u009b31mc\r\nd\u202Ee\u0007f'
  for (const pretty of [true, false]) {
    const line = written((log) => log.info({ name: nasty, [nasty]: 1 }, `hello ${nasty}`), { pretty })
    // oxlint-disable-next-line no-control-regex -- the control characters are what is looked for
    assert.doesNotMatch(line.trimEnd(), /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]|\\u00[019]/)
    assert.equal(line.split('\n').length, 2, 'one line for one message')
  }
})

test('a person at a terminal gets one tidy line, with the words of a refusal instead of its stack', () => {
  const line = written(
    (log) =>
      log.warn({ err: refuse('data/in-use', { words: 'Process 7 is there.' }), port: 7400 }, 'not started'),
    {
      pretty: true,
    },
  )
  assert.match(line, /^\d\d:\d\d:\d\d warn {2}not started: Process 7 is there\. port=7400\n$/)
})

test('huge, deep and circular values are cut short instead of filling the disk', () => {
  const circle: { me?: unknown; text: string } = { text: 'x'.repeat(100_000) }
  circle.me = circle
  const line = written((log) =>
    log.info({ circle, list: Array.from({ length: 10_000 }, (_, index) => index) }),
  )
  assert.ok(line.length < 60_000, `${line.length} characters`)
})
