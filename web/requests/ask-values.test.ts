import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RequestView } from '@hufu/contract'
import { bodyOf, canScreen, firstValues, scopeAt, valuesOf } from './ask-values.ts'
import { leftUntil, spanOf } from './spans.ts'

const me = '018f0000-0000-7000-8000-000000000001'
const other = '018f0000-0000-7000-8000-000000000002'
const filled = {
  ...firstValues,
  rights: ['permission:file.download', `role:${other}`],
  because: ' for the audit ',
}

test('what is asked is temporary unless said otherwise, and names nobody when it is for oneself', () => {
  const body = bodyOf(filled, me, undefined, [])
  assert.deepEqual(body.rights, [
    { type: 'permission', key: 'file.download' },
    { type: 'role', id: other },
  ])
  assert.equal('lasts' in body && body.lasts, 7 * 24 * 60)
  assert.equal('memberId' in body, false)
  assert.equal(body.because, 'for the audit')
})

test('an end is said in one way only', () => {
  const until = bodyOf({ ...filled, end: { way: 'until', at: '2026-12-01T00:00:00Z' } }, me, undefined, [])
  assert.equal('until' in until && until.until, '2026-12-01T00:00:00Z')
  assert.equal('lasts' in until, false)
  const forever = bodyOf({ ...filled, end: { way: 'forever' } }, me, undefined, [])
  assert.equal('until' in forever && forever.until, null)
  assert.equal('lasts' in forever, false)
})

test('answers to questions that are not asked any more stay behind', () => {
  const values = { ...filled, answers: { client: 'Ye Li', old: 'gone', blank: '  ' } }
  assert.deepEqual(bodyOf(values, me, undefined, ['client', 'blank']).answers, { client: 'Ye Li' })
})

test('nothing is looked at before a right and a whole scope are chosen', () => {
  assert.equal(canScreen(firstValues), false)
  assert.equal(canScreen(filled), true)
  assert.equal(canScreen({ ...filled, scope: { type: 'departments', ids: [] } }), false)
})

test('the place of a refusal becomes the scope that is asked for', () => {
  assert.deepEqual(scopeAt(`department:${other}`), { type: 'departments', ids: [other] })
  assert.deepEqual(scopeAt('repo:hufu:main'), { type: 'resource', kind: 'repo', id: 'hufu:main' })
  assert.deepEqual(scopeAt(`member:${other}`), { type: 'workspace' })
  assert.deepEqual(scopeAt(undefined), { type: 'workspace' })
})

test('asking again begins with the old terms, but never with an end that has passed', () => {
  const now = Date.parse('2026-11-23T00:00:00Z')
  const terms = {
    rights: [{ type: 'permission', key: 'file.download', label: '下载文件', risk: 'high', permissions: [] }],
    scope: { type: 'departments', ids: [other], label: '市场部' },
    from: '2026-11-01T00:00:00Z',
    until: '2026-11-20T00:00:00Z',
    lasts: null,
  }
  const view = {
    member: { id: other, name: '李娜', department: '市场部' },
    terms,
    need: 'project',
    because: '年度项目',
    evidence: [
      { type: 'ticket', label: 'OPS-7', at: null, ref: { type: 'ticket', number: 'OPS-7' } },
      { type: 'file', label: '', at: null, ref: null },
    ],
    answers: [],
    // Only what the form reads of a view.
  } as unknown as RequestView
  const values = valuesOf(view, me, now)
  assert.deepEqual(values.rights, ['permission:file.download'])
  assert.deepEqual(values.scope, { type: 'departments', ids: [other] })
  assert.equal(values.from, null)
  assert.deepEqual(values.end, firstValues.end)
  assert.equal(values.member[0]?.id, other)
  assert.deepEqual(
    values.evidence.map(({ sent }) => sent),
    [{ type: 'ticket', number: 'OPS-7' }],
  )
})

test('spans are told in the largest unit that fits, and what is left in whole days or hours', () => {
  assert.deepEqual(spanOf(7 * 1440), { unit: 'day', count: 7 })
  assert.deepEqual(spanOf(90), { unit: 'minute', count: 90 })
  assert.deepEqual(spanOf(120), { unit: 'hour', count: 2 })
  const now = Date.parse('2026-11-23T00:00:00Z')
  assert.deepEqual(leftUntil('2026-11-25T12:00:00Z', now), { unit: 'day', count: 2 })
  assert.deepEqual(leftUntil('2026-11-23T05:30:00Z', now), { unit: 'hour', count: 5 })
  assert.deepEqual(leftUntil('2026-11-22T05:30:00Z', now), { unit: 'hour', count: 0 })
})
