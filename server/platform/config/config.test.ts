import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { isRefusal } from '@hufu/kit'
import { readConfig } from './index.ts'

const wordsOf = (read: () => unknown): string => {
  try {
    read()
  } catch (error) {
    assert.ok(isRefusal(error), String(error))
    assert.equal(error.code, 'config/invalid')
    return String(error.details['words'])
  }
  return assert.fail('it was accepted')
}

test('with nothing set, Hufu listens on this machine only and keeps its data beside', () => {
  assert.deepEqual(readConfig({ PATH: '/bin', HOME: '/root' }), {
    host: '127.0.0.1',
    port: 7400,
    dataDir: resolve('.hufu'),
    dataDirChosen: false,
    databaseUrl: null,
    publicUrl: 'http://localhost:7400',
    mail: null,
    logLevel: 'info',
  })
})

test('what is typed after start wins over the environment, and an empty variable is as good as none', () => {
  const config = readConfig({ HUFU_PORT: '8000', HUFU_HOST: '', HUFU_LOG: 'debug' }, [
    '--port',
    '9000',
    '--data=/srv/hufu',
  ])
  assert.equal(config.port, 9000)
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.dataDir, '/srv/hufu')
  assert.equal(config.dataDirChosen, true)
  assert.equal(config.logLevel, 'debug')
})

test('the address people type is kept without its closing slash, and guessed where none is given', () => {
  assert.equal(
    readConfig({ HUFU_PUBLIC_URL: 'https://hufu.example.com/' }).publicUrl,
    'https://hufu.example.com',
  )
  assert.equal(readConfig({ HUFU_HOST: '0.0.0.0' }).publicUrl, 'http://localhost:7400')
  assert.equal(readConfig({ HUFU_HOST: '192.0.2.7' }).publicUrl, 'http://192.0.2.7:7400')
  assert.equal(readConfig({ HUFU_HOST: 'fd00::7' }).publicUrl, 'http://[fd00::7]:7400')
})

test('a mistyped name is refused with the name that was meant', () => {
  assert.match(
    wordsOf(() => readConfig({ HUFU_PROT: '7400' })),
    /HUFU_PROT is not known. Did you mean HUFU_PORT\?/,
  )
  assert.match(
    wordsOf(() => readConfig({}, ['--prot', '7400'])),
    /--prot is not known. Did you mean --port\?/,
  )
  assert.match(
    wordsOf(() => readConfig({}, ['--constructor', 'x'])),
    /--constructor is not known\.$/,
  )
  assert.match(
    wordsOf(() => readConfig({ HUFU_ZZZZZZ: '1' })),
    /HUFU_ZZZZZZ is not known\.$/,
  )
})

test('every problem is named at once, in words', () => {
  const words = wordsOf(() =>
    readConfig({
      HUFU_PORT: '99999',
      HUFU_LOG: 'loud',
      DATABASE_URL: 'mysql://root@localhost/hufu',
      HUFU_PUBLIC_URL: 'https://example.com/hufu?x=1',
      HUFU_DATTA: '/srv',
    }),
  )
  assert.equal(words.split('\n').length, 6, words)
  for (const name of ['HUFU_PORT', 'HUFU_LOG', 'DATABASE_URL', 'HUFU_PUBLIC_URL', 'HUFU_DATTA'])
    assert.ok(words.includes(name), words)
})

test('an argument without its value, or one too many, is refused', () => {
  assert.match(
    wordsOf(() => readConfig({}, ['--port'])),
    /--port needs a value/,
  )
  assert.match(
    wordsOf(() => readConfig({}, ['now'])),
    /"now" is not understood here/,
  )
})

test('a database behind a socket and one behind a network are both fine', () => {
  for (const url of ['postgresql://u:p@db.example.com:5432/hufu', 'postgres:///hufu?host=/run/postgresql'])
    assert.equal(readConfig({ DATABASE_URL: url }).databaseUrl, url)
})

test('the names that trials and tests read are no mistake', () => {
  assert.equal(readConfig({ HUFU_TRIALS_SEED: '7', HUFU_TRIALS_COUNT: '10' }).port, 7400)
})

test('a server for mail and its sender are read once, with everything that is in the address', () => {
  const mailOf = (url: string, from: string) => readConfig({ HUFU_SMTP_URL: url, HUFU_MAIL_FROM: from }).mail
  assert.deepEqual(mailOf('smtp://hufu:p%40ss@mail.example.com', '虎符 <hufu@example.com>'), {
    host: 'mail.example.com',
    port: 587,
    secure: false,
    user: 'hufu',
    password: 'p@ss',
    from: { name: '虎符', address: 'hufu@example.com' },
  })
  const bare = mailOf('smtps://[::1]', 'hufu@example.com')
  assert.deepEqual(
    [bare?.host, bare?.port, bare?.secure, bare?.user, bare?.from.name],
    ['::1', 465, true, null, ''],
  )
})

test('mail with half of what it needs, or with something else in its address, is refused in words', () => {
  const words = (HUFU_SMTP_URL: string, HUFU_MAIL_FROM: string): string =>
    wordsOf(() => readConfig({ HUFU_SMTP_URL, HUFU_MAIL_FROM }))
  assert.match(words('smtp://mail.example.com', ''), /HUFU_SMTP_URL is set and HUFU_MAIL_FROM is not/)
  assert.match(words('', 'hufu@example.com'), /HUFU_MAIL_FROM is set and HUFU_SMTP_URL is not/)
  for (const url of [
    'http://mail.example.com',
    'smtp://mail.example.com/?tls.rejectUnauthorized=false',
    'smtp://hufu@mail.example.com',
    'smtp://',
    'smtp://a:%E0%A4%A@mail.example.com',
  ])
    assert.match(words(url, 'hufu@example.com'), /HUFU_SMTP_URL must look like/, url)
  for (const from of ['hufu', 'a@b, c@d', 'x <a@b>\r\nBcc: c@d', '"x" <a@b>'])
    assert.match(words('smtp://mail.example.com', from), /HUFU_MAIL_FROM must be an address/, from)
})
