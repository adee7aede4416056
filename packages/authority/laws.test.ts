import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bitOf, permission, permissions } from './catalogue.ts'
import { check, handleOf } from './check.ts'
import { apply, decide, emptyFacts, fork, snapshot } from './index.ts'
import type { AuthorityEvent, Facts, Question, Reason } from './index.ts'
import { beginStory, continueStory, newIdOf, questionsAbout } from './scenarios.ts'
import type { Story } from './scenarios.ts'
import { targetOf } from './scope.ts'
import { anyRight, anyScope, anySubject, anyTerms, laterThan } from './story.ts'
import { everyCompany } from './testing/trial.ts'

function grown(seed: number): {
  readonly story: Story
  readonly facts: Facts
  readonly questions: readonly Question[]
} {
  const story = beginStory(seed)
  continueStory(story, 110)
  const facts = emptyFacts()
  for (const event of story.events) apply(facts, event)
  return { story, facts, questions: questionsAbout(story, 80) }
}

/** Whether it is allowed, after seeing that the fast way says the same. */
function allows(facts: Facts, question: Question): boolean {
  const { allowed } = decide(facts, question)
  const { memberId, permission: key, target, at } = question
  assert.equal(check(facts, handleOf(facts, memberId), bitOf(key), targetOf(facts, target), at), allowed)
  return allowed
}

const isInnate = ({ memberId, permission: key, target }: Question): boolean =>
  target.type === 'member' && target.id === memberId && ['request.submit', 'audit.self.view'].includes(key)

test('C1 A7 where there are no grants and no seats, nothing is allowed', () => {
  everyCompany(15, (seed) => {
    const { story, facts, questions } = grown(seed)
    for (const grantId of story.world.grants.keys())
      apply(facts, { name: 'grant.ended@1', data: { grantId } })
    for (const administratorId of story.world.seats.keys())
      apply(facts, { name: 'administrator.ended@1', data: { administratorId } })
    for (const question of questions) assert.equal(allows(facts, question) && !isInnate(question), false)
  })
})

test('C2 A4 a restriction that covers a question denies it, whatever stood there before', () => {
  everyCompany(15, (seed) => {
    const { story, facts, questions } = grown(seed)
    for (const question of questions) {
      const restrictionId = newIdOf(story)
      const right = { type: 'permission', key: question.permission } as const
      const before = allows(facts, question)
      apply(facts, {
        name: 'restriction.placed@1',
        data: {
          restrictionId,
          subject: { type: 'everyone' },
          right,
          scope: { type: 'workspace' },
          from: null,
          until: null,
        },
      })
      assert.equal(allows(facts, question), before && isInnate(question))
      apply(facts, { name: 'restriction.lifted@1', data: { restrictionId } })
      assert.equal(allows(facts, question), before)
    }
  })
})

test('C3 A12 the order in which rights were given changes no decision', () => {
  everyCompany(15, (seed) => {
    const { story, facts, questions } = grown(seed)
    const events = snapshot(facts)
    const shuffled = (list: readonly AuthorityEvent[]): readonly AuthorityEvent[] =>
      list
        .map((event) => ({ event, place: story.random() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ event }) => event)
    const isRule = ({ name }: AuthorityEvent): boolean =>
      /^(grant\.given|restriction\.|administrator\.)/.test(name)
    const isSuspension = ({ name }: AuthorityEvent): boolean => name === 'grant.suspended@1'
    const other = emptyFacts()
    for (const event of [
      ...events.filter((one) => !isRule(one) && !isSuspension(one)),
      ...shuffled(events.filter(isRule)),
      ...shuffled(events.filter(isSuspension)),
    ])
      apply(other, event)
    for (const question of questions) {
      assert.deepEqual(decide(other, question), decide(facts, question))
      assert.equal(allows(other, question), allows(facts, question))
    }
  })
})

test('C4 T5 A6 giving never takes, and ending what was given leaves exactly what was there', () => {
  everyCompany(15, (seed) => {
    const { story, facts, questions } = grown(seed)
    const before = questions.map((question) => allows(facts, question))
    const given = Array.from({ length: 6 }, () => newIdOf(story))
    for (const grantId of given)
      apply(facts, {
        name: 'grant.given@1',
        data: {
          grantId,
          subject: anySubject(story),
          right: anyRight(story),
          scope: anyScope(story),
          source: 'request',
          ...anyTerms(story),
        },
      })
    let count = -1
    for (const grantId of [null, ...given]) {
      if (grantId !== null) apply(facts, { name: 'grant.ended@1', data: { grantId } })
      const allowed = questions.filter((question) => allows(facts, question))
      questions.forEach((question, at) => assert.ok(!before[at] || allowed.includes(question)))
      if (count >= 0) assert.ok(allowed.length <= count, 'ending a grant gives nothing')
      count = allowed.length
    }
    assert.deepEqual(
      questions.map((question) => allows(facts, question)),
      before,
    )
  })
})

test('C4 T5 A45 suspending a grant gives nothing and takes what it alone gave; resuming it gives exactly that back', () => {
  everyCompany(15, (seed) => {
    const { story, facts, questions } = grown(seed)
    const before = questions.map((question) => allows(facts, question))
    const open = [...story.world.grants.keys()].filter((id) => !story.world.suspendedGrants.has(id))
    const given = fork(facts)
    const suspended = new Set(open.filter(() => story.random() < 0.5))
    for (const grantId of suspended) {
      apply(facts, { name: 'grant.suspended@1', data: { grantId } })
      apply(given, { name: 'grant.ended@1', data: { grantId } })
    }
    for (const [at, question] of questions.entries()) {
      const { because } = decide(facts, question)
      assert.ok(before[at] || because !== 'granted', 'suspending gives nothing')
      assert.deepEqual(decide(facts, question), decide(given, question), 'as if it had ended')
      assert.equal(allows(facts, question), allows(given, question))
    }
    for (const grantId of suspended) apply(facts, { name: 'grant.resumed@1', data: { grantId } })
    assert.deepEqual(
      questions.map((question) => allows(facts, question)),
      before,
    )
  })
})

test('A46 a longer end changes nothing before the former one, and never takes', () => {
  everyCompany(15, (seed) => {
    const { story, facts, questions } = grown(seed)
    const ending = [...story.world.grants.values()].filter(({ until }) => until !== null)
    for (const question of questions) {
      const grant = ending[Math.floor(story.random() * ending.length)]
      if (grant === undefined) return
      const longer = fork(facts)
      const until = laterThan(story, grant.until ?? '')
      apply(longer, { name: 'grant.extended@1', data: { grantId: grant.grantId, until } })
      const [was, now] = [allows(facts, question), allows(longer, question)]
      assert.ok(!was || now, 'nobody loses by it')
      if (question.at < Date.parse(grant.until ?? '') || question.at >= Date.parse(until))
        assert.equal(now, was)
    }
  })
})

// Leaves a member with one reason: their other seats and all other grants end.
function leaveOnly(facts: Facts, story: Story, memberId: string, reason: Reason): Facts {
  const alone = fork(facts)
  for (const grantId of story.world.grants.keys())
    if (grantId !== reason.id) apply(alone, { name: 'grant.ended@1', data: { grantId } })
  for (const seat of story.world.seats.values())
    if (seat.memberId === memberId && seat.administratorId !== reason.id)
      apply(alone, { name: 'administrator.ended@1', data: { administratorId: seat.administratorId } })
  return alone
}

test('C9 A8 every allow names facts that suffice alone, every denial what stands in the way or is missing', () => {
  everyCompany(12, (seed) => {
    const { story, facts, questions } = grown(seed)
    for (const question of questions) {
      const { allowed, because, by, missing } = decide(facts, question)
      if (allowed) {
        assert.ok(by.length > 0)
        for (const reason of by)
          assert.ok(allows(leaveOnly(facts, story, question.memberId, reason), question))
      } else if (!because.startsWith('authority/unknown')) {
        assert.ok(by.length > 0 !== (missing !== undefined), because)
        if (missing !== undefined)
          assert.equal(missing.kind === 'grant', permission(question.permission).kind === 'feature')
      }
    }
  })
})

test('C7 what is not known is denied, in every company', () => {
  everyCompany(5, (seed) => {
    const { story, facts, questions } = grown(seed)
    const nowhere = { type: 'department', id: newIdOf(story) } as const
    for (const question of questions) {
      assert.equal(allows(facts, { ...question, memberId: newIdOf(story) }), false)
      assert.equal(allows(facts, { ...question, target: nowhere }), false)
      assert.equal(allows(facts, { ...question, at: NaN }), false)
    }
    for (const bit of [-1, permissions.length, 127, 128, 1e9, NaN])
      for (let member = 0; member < facts.members.ids.count; member++)
        assert.equal(check(facts, member, bit, 0, 0), false)
    for (const member of [-1, facts.members.ids.count, NaN])
      for (let bit = 0; bit < permissions.length; bit++) assert.equal(check(facts, member, bit, 0, 0), false)
  })
})

test('O1 A47 in every history there is exactly one creator after every event, and only the two notice a transfer', () => {
  everyCompany(15, (seed) => {
    const story = beginStory(seed)
    continueStory(story, 260)
    const facts = emptyFacts()
    let transfers = 0
    for (const event of story.events) {
      const questions = event.name === 'creator.transferred@1' ? questionsAbout(story, 40) : []
      const known = questions.filter(({ memberId }) => handleOf(facts, memberId) >= 0)
      const before = known.map((question) => decide(facts, question))
      apply(facts, event)
      const tops = [...facts.seats.values()].filter(({ tier }) => tier === 'creator')
      assert.equal(tops.length, facts.seats.size === 0 ? 0 : 1)
      if (event.name !== 'creator.transferred@1') continue
      transfers++
      const { fromId, toId } = event.data
      const isOfThem = (id: string): boolean => id === fromId || id === toId
      for (const [place, question] of known.entries()) {
        const { memberId, target } = question
        // Who may act upon the two follows their tier; that is the point of it.
        if (isOfThem(memberId) || (target.type === 'member' && isOfThem(target.id))) continue
        const was = before[place]
        const now = decide(facts, question)
        assert.deepEqual([now.allowed, now.because], [was?.allowed, was?.because], JSON.stringify(question))
      }
    }
    assert.ok(transfers > 0, 'the top seat was handed on')
  })
})
