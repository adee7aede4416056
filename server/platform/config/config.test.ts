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
