import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSame, needsFor, under } from './wanted.ts'
import type { Wanted } from './wanted.ts'

const lax: Wanted = {
  profile: 'standard',
  needs: { creator: 'password', super: 'password', scoped: 'phishing-resistant', member: 'second-factor' },
}

test('the strict profile raises what is too weak, and leaves what is stronger', () => {
  assert.deepEqual(under('strict', lax.needs), {
    profile: 'strict',
    needs: {
      creator: 'phishing-resistant',
      super: 'second-factor',
      scoped: 'phishing-resistant',
      member: 'second-factor',
    },
  })
  assert.deepEqual(under('standard', lax.needs), lax)
})

test('what can be chosen is what the profile asks or more', () => {
  assert.deepEqual(needsFor('strict', 'creator'), ['phishing-resistant'])
  assert.deepEqual(needsFor('strict', 'super'), ['second-factor', 'phishing-resistant'])
  assert.equal(needsFor('standard', 'creator').length, 3)
})

test('a choice is the same only where every tier is', () => {
  assert.ok(isSame(lax, { ...lax }))
  assert.ok(!isSame(lax, under('strict', lax.needs)))
  assert.ok(!isSame(lax, { ...lax, needs: { ...lax.needs, member: 'password' } }))
})
