import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Flow, FlowRule } from '@hufu/contract'
import { differences, ruleOf, valuesOfRule, withRule, withoutRule } from './flow-values.ts'

const rule = (risk: NonNullable<FlowRule['risk']>): FlowRule => ({
  risk,
  requestable: true,
  stages: [{ who: 'manager', needs: 1, hours: 8 }],
  maxDays: null,
  capDays: null,
  questions: [],
})
const flow: Flow = {
  rules: [rule('low'), rule('medium'), rule('high'), rule('critical')],
  appealDays: 14,
  lapseDays: 7,
  answerHours: 72,
}
const download = { type: 'permission' as const, key: 'file.download' }

test('a rule that was opened and not changed is the rule it was', () => {
  const named: FlowRule = {
    ...rule('high'),
    stages: [{ who: 'members', needs: 1, hours: 4, memberIds: ['m1'] }],
    questions: [{ id: 'q', zh: '客户', en: 'Client', required: true }],
  }
  const people = [{ id: 'm1', name: '李娜', department: '市场部' }]
  assert.deepEqual(ruleOf(named, valuesOfRule(named, people)), named)
  assert.equal(differences(flow, withRule(flow, rule('low'))), 0)
})

test('a right set by itself is put beside the risks, changed in place and taken away again', () => {
  const own: FlowRule = { ...rule('low'), right: download }
  delete own.risk
  const more = withRule(flow, own)
  assert.equal(more.rules.length, 5)
  assert.equal(differences(flow, more), 1)
  const changed = withRule(more, { ...own, requestable: false })
  assert.equal(changed.rules.length, 5)
  assert.equal(changed.rules.at(-1)?.requestable, false)
  assert.deepEqual(withoutRule(changed, 'permission:file.download'), flow)
})

test('what is set for a risk is never taken away', () => {
  assert.equal(withoutRule(flow, 'risk:low').rules.length, 4)
})

test('people stay behind when others decide, and questions are sent without the blanks around them', () => {
  const values = valuesOfRule(rule('low'), [])
  const made = ruleOf(
    { risk: 'low' },
    {
      ...values,
      stages: [{ who: 'super', needs: 2, hours: 8, people: [{ type: 'member', id: 'm1', name: '李娜' }] }],
      questions: [{ id: 'q', zh: ' 客户 ', en: 'Client', required: false }],
    },
  )
  assert.deepEqual(made.stages, [{ who: 'super', needs: 2, hours: 8 }])
  assert.deepEqual(made.questions, [{ id: 'q', zh: '客户', en: 'Client', required: false }])
})

test('a changed time counts as a change', () => {
  assert.equal(differences(flow, { ...flow, appealDays: 30, lapseDays: 3 }), 2)
})
