/** What one node's facts answer and take in, in the company of 100,000, with nobody else in the process. */
import { bytesHeld } from './memory.ts'
import { askAll, load, pack } from './asking.ts'
import { questions, size } from './company.ts'
import { measureReading } from './reading.ts'
import { measureApply, measureExplain, measureMove } from './timing.ts'
import type { Facts } from '@hufu/authority'
import type { Measure } from '../harness/budgets.ts'
import { coreSeconds } from '../harness/core.ts'
import { median } from '../harness/suite.ts'
import type { Suite } from '../harness/suite.ts'

const QUESTIONS = 1 << 18
const ROUNDS = 9
/** Questions of a round are asked so often over: some systems count a thread's time in ticks of 10 ms. */
const TURNS = 8

/** Everything of the suite that is about Hufu alone. */
export const part: Suite['run'] = async (report, { progress }) => {
  // Twice for nothing, and kept until it is measured: neither what the runtime needs once is counted as facts, nor is
  // room that others give back meanwhile taken off them.
  const others = [load(), load()]
  const before = await bytesHeld()
  const facts = load()
  const bytes = ((await bytesHeld()) - before) / size.members
  others.length = 0
  report({ metric: 'decide.bytes_per_member', value: bytes, unit: 'bytes' })
  progress('asking')
  report(measureRate(facts))
  progress('explaining and changing')
  report(measureExplain(facts))
  measureReading(facts, report)
  report(measureApply(facts))
  report(measureMove())
}

function measureRate(facts: Facts): Measure {
  const packed = pack(facts, questions(9, QUESTIONS, size.members))
  const rates = Array.from({ length: ROUNDS }, () => {
    const spent = coreSeconds(() => {
      for (let turn = 0; turn < TURNS; turn++) askAll(facts, packed)
    })
    return (TURNS * QUESTIONS) / spent
  })
  const allowed = askAll(facts, packed) / QUESTIONS
  const vs = { best: Math.max(...rates), allowed }
  return { metric: 'decide.100k', value: median(rates), unit: 'ops/s', vs }
}
