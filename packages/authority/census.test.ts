import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apply, emptyFacts, membersOf, peopleAmong, peopleEach, peopleIn, statusOf } from './index.ts'
import type { Subject } from './index.ts'
import { find } from './ids.ts'
import { beginStory, continueStory } from './scenarios.ts'
import { covers, memberTarget, packScope } from './scope.ts'
import { everyCompany } from './testing/trial.ts'

test('as many people are counted in scopes and among subjects as there are when they are asked one by one', () => {
  everyCompany(20, (seed) => {
    const story = beginStory(seed)
    continueStory(story, 150)
    const facts = emptyFacts()
    for (const event of story.events) apply(facts, event)
    const everybody = [...story.world.statuses.keys()].filter((id) => statusOf(facts, id) === 'active')
    const departments = [...story.world.parents.keys()]
    const scopes = departments.flatMap((one, at) =>
      departments.slice(at).map((other) => ({ type: 'departments', ids: [one, other] }) as const),
    )
    const seats = everybody
      .slice(0, 10)
      .flatMap((memberId) => [
        { memberId, scope: { type: 'own-department' } as const },
        ...scopes.map((scope) => ({ memberId, scope })),
      ])
    const within = seats.map(({ memberId, scope }) => {
      const holder = find(facts.members.ids, memberId)
      const packed = packScope(facts, scope)
      return everybody.filter((id) =>
        covers(facts, packed, memberTarget(find(facts.members.ids, id)), holder, false),
      ).length
    })
    assert.deepEqual(peopleIn(facts, seats), within)
    const subjects: Subject[] = [
      ...departments.map((id) => ({ type: 'department', id }) as const),
      ...[...story.world.positions].map((id) => ({ type: 'position', id }) as const),
      ...[...story.world.groups.keys()].map((id) => ({ type: 'group', id }) as const),
      ...everybody.slice(0, 3).map((id) => ({ type: 'member', id }) as const),
    ]
    for (const [at, subject] of subjects.entries())
      for (const together of [[subject], subjects.slice(at, at + 3)]) {
        const named = new Set(together.flatMap((each) => membersOf(facts, each)))
        assert.equal(peopleAmong(facts, together), everybody.filter((id) => named.has(id)).length)
      }
    assert.equal(peopleAmong(facts, [{ type: 'everyone' }]), everybody.length)
    const each = [...subjects, { type: 'everyone' } as const, ...subjects]
    assert.deepEqual(
      peopleEach(facts, each),
      each.map((one) => peopleAmong(facts, [one])),
    )
  })
})
