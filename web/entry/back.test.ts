import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownAddress } from './back.ts'

test('signing in leads back to a page of ours and never to another site', () => {
  assert.equal(ownAddress('/console/members?find=a'), '/console/members?find=a')
  for (const astray of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    undefined,
  ])
    assert.equal(ownAddress(astray), '/')
  assert.equal(ownAddress('/sign-in?back=/sign-in'), '/', 'no way round in circles')
})
