import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@hufu/contract'
import type { Answer } from './authzen.ts'
import { textOfAnswers } from './authzen-text.ts'

const error = { status: 404, message: 'Subject not found' }
const id = '0195d0c0-7000-7000-8000-00000000000a'
const answers: readonly Answer[] = [
  {
    decision: true,
    context: {
      reason: 'granted',
      by: [
        { kind: 'grant', id },
        { kind: 'status', id: '"},\u2028\\\u0000\ud800🙂' },
      ],
      revision: 2 ** 53 - 1,
      kind: 'feature',
    },
  },
  {
    decision: false,
    context: { reason: 'authority/not-administrator', by: [], revision: 0, kind: 'administration' },
  },
  { decision: false, context: { reason: 'authority/unknown-member', error } },
]

test('AuthZEN answers written by hand have the bytes that the contract gives them', () => {
  const { evaluation, evaluations } = contract.authority
  for (const answer of answers)
    assert.equal(textOfAnswers(answer), JSON.stringify(evaluation.answer.parse(answer)))
  for (const list of [[], answers.slice(1, 2), answers]) {
    const batch = { evaluations: [...list] }
    assert.equal(textOfAnswers(batch), JSON.stringify(evaluations.answer.parse(batch)))
  }
})
