import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  bitOf,
  builtInRoles,
  changes,
  grantable,
  isPermission,
  modules,
  permission,
  permissions,
  permissionsOf,
} from './index.ts'
import type { ModuleKey } from './index.ts'

const goldenFile = join(import.meta.dirname, '../../docs/golden/catalogue.txt')

test('the catalogue only grows at its end: bits, keys and rules are those of the golden file', () => {
  const text = permissions
    .map(({ bit, key, kind, scope, risk, covers, state, creatorOnly }) =>
      [bit, key, kind, scope, risk, covers, state, ...(creatorOnly ? ['creator-only'] : [])].join(' '),
    )
    .join('\n')
  if (process.env['HUFU_GOLDEN'] === 'write') writeFileSync(goldenFile, `${text}\n`)
  const kept = existsSync(goldenFile) ? readFileSync(goldenFile, 'utf8') : ''
  assert.equal(
    `${text}\n`,
    kept,
    'docs/golden/catalogue.txt says otherwise; if the change is meant: npm run golden',
  )
})

test('every permission has one key, one bit and words in both languages', () => {
  assert.equal(new Set(permissions.map(({ key }) => key)).size, permissions.length)
  permissions.forEach((entry, bit) => {
    assert.equal(entry.bit, bit)
    assert.equal(bitOf(entry.key), bit)
    assert.equal(permission(entry.key), entry)
    assert.match(entry.key, /^[a-z]+(\.[a-z_]+)+$/)
    assert.match(entry.zh, /\p{Script=Han}/u)
    assert.match(entry.en, /^[A-Z]/)
  })
})

test('every module has words, and at least one permission', () => {
  const keys = Object.keys(modules)
  assert.equal(keys.length, 19)
  // The keys of `modules` are what ModuleKey is made of.
  for (const key of keys) assert.ok(permissionsOf(key as ModuleKey).length > 0, key)
})

test('an unknown key is no permission', () => {
  assert.equal(permission('msg.shout' as string), undefined)
  assert.equal(bitOf('msg.shout'), -1)
  assert.ok(!isPermission('msg.shout') && !isPermission('toString'))
})

test('the creator alone holds three permissions', () => {
  const keys = permissions.filter(({ creatorOnly }) => creatorOnly).map(({ key }) => key)
  assert.deepEqual(keys.toSorted(), ['admin.assign.super', 'creator.transfer', 'sys.org.dissolve'])
})

test('the baseline of a member is features only, and no preset holds what belongs to the creator', () => {
  for (const role of builtInRoles) {
    const kind = role.subject === 'member' ? 'feature' : 'administration'
    for (const key of role.permissions) {
      assert.equal(permission(key).kind, kind, `${role.slug}: ${key}`)
      assert.ok(!permission(key).creatorOnly && key !== 'sys.org.found', `${role.slug}: ${key}`)
    }
  }
})

test('an auditor can look and change nothing', () => {
  const auditor = builtInRoles.find(({ slug }) => slug === 'auditor')
  assert.ok(auditor !== undefined && auditor.permissions.length > 0)
  assert.deepEqual(auditor.permissions.filter(changes), [])
})

test('only enforced permissions can be given, and never the creator’s own', () => {
  assert.deepEqual(
    grantable(['msg.dm', 'call.start', 'creator.transfer', 'admin.assign.super', 'sys.org.found']),
    ['msg.dm'],
  )
})
