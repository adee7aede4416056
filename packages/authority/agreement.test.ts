import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bitOf, innate, permission, permissions } from './catalogue.ts'
import { check, handleOf } from './check.ts'
import {
  heldRights,
  apply,
  changes,
  decide,
  dump,
  emptyFacts,
  fork,
  snapshot,
  tierOf,
  whatCan,
  looksOverAll,
  whoCan,
} from './index.ts'
import type { AuthorityEvent, Decision, Facts, Question, Reach, Scope } from './index.ts'
import {
  anyInstant,
  anyKey,
  anyTarget,
  beginStory,
  continueStory,
  questionsAbout,
  scenario,
} from './scenarios.ts'
import type { Story } from './scenarios.ts'
import { covers, packScope, targetOf } from './scope.ts'
import { specAnswer, specDecide } from './spec.ts'
import { everyCompany } from './testing/trial.ts'

const build = (events: readonly AuthorityEvent[]): Facts => {
  const facts = emptyFacts()
  for (const event of events) apply(facts, event)
  return facts
}

const fast = (facts: Facts, { memberId, permission: key, target, at }: Question): boolean =>
  check(facts, handleOf(facts, memberId), bitOf(key), targetOf(facts, target), at)

const comparable = ({ allowed, because, by }: Pick<Decision, 'allowed' | 'because' | 'by'>) => ({
  allowed,
  because,
  by: by.map(({ kind, id }) => `${kind} ${id}`).toSorted(),
})

/** Grows a company in bursts, applying as it goes, and calls back after each burst. */
function growing(seed: number, visit: (facts: Facts, story: Story) => void): void {
  const story = beginStory(seed)
  const facts = emptyFacts()
  let applied = 0
  for (let burst = 0; burst < 5; burst++) {
    continueStory(story, 25)
    for (const event of story.events.slice(applied)) apply(facts, event)
    applied = story.events.length
    visit(facts, story)
  }
}

test('C6 A36 decide, check and the specification give one answer, however the company came about', () => {
  everyCompany(40, (seed) =>
    growing(seed, (facts, story) => {
      for (const question of questionsAbout(story, 60)) {
        const wanted = specAnswer(story.world, question)
        assert.deepEqual(comparable(decide(facts, question)), comparable(wanted), JSON.stringify(question))
        assert.equal(fast(facts, question), wanted.allowed, JSON.stringify(question))
      }
    }),
  )
})

test('C5 A33 facts grown event by event are those built from what is left in the end', () => {
  everyCompany(15, (seed) =>
    growing(seed, (facts, story) => {
      const questions = questionsAbout(story, 30)
      questions.forEach((question) => fast(facts, question))
      const fresh = build(snapshot(facts))
      assert.deepEqual(dump(fresh), dump(facts))
      assert.deepEqual(dump(build(story.events)), dump(facts))
      for (const question of questions) {
        assert.deepEqual(decide(fresh, question), decide(facts, question))
        assert.equal(fast(fresh, question), fast(facts, question))
      }
    }),
  )
})

test('C8 A35 throwing away what was compiled, at any moment, changes no decision', () => {
  everyCompany(15, (seed) =>
    growing(seed, (facts, story) => {
      for (const question of questionsAbout(story, 40)) {
        facts.profilesMax = 0
        assert.equal(fast(facts, question), specAnswer(story.world, question).allowed)
      }
    }),
  )
})

test('a copy goes its own way', () => {
  everyCompany(5, (seed) => {
    const story = beginStory(seed)
    const facts = build(story.events)
    for (const question of questionsAbout(story, 20)) fast(facts, question)
    const before = dump(facts)
    const copy = fork(facts)
    const known = story.events.length
    continueStory(story, 60)
    for (const event of story.events.slice(known)) apply(copy, event)
    assert.deepEqual(dump(facts), before)
    assert.deepEqual(dump(copy), dump(build(story.events)))
    for (const question of questionsAbout(story, 60)) {
      assert.equal(fast(copy, question), specAnswer(story.world, question).allowed)
      assert.equal(fast(facts, question), specDecide(story.events.slice(0, known), question).allowed)
    }
  })
})

test('A36 who can do something are exactly those whom decide allows', () => {
  everyCompany(15, (seed) =>
    growing(seed, (facts, story) => {
      for (let turn = 0; turn < 8; turn++) {
        const [key, target, at] = [anyKey(story), anyTarget(story), anyInstant(story)]
        const wanted = [...story.world.statuses.keys()]
          .filter((memberId) => decide(facts, { memberId, permission: key, target, at }).allowed)
          .toSorted()
        assert.deepEqual(whoCan(facts, key, target, at), { total: wanted.length, ids: wanted })
        const pages: string[] = []
        for (let after: string | undefined; ;) {
          const page = whoCan(facts, key, target, at, { after, limit: 2 })
          assert.equal(page.total, wanted.length)
          pages.push(...page.ids)
          after = page.ids.at(-1)
          if (after === undefined) break
        }
        assert.deepEqual(pages, wanted)
      }
    }),
  )
})

test('A36 whoever looks over everybody is allowed to look at each', () => {
  let found = 0
  everyCompany(15, (seed) =>
    growing(seed, (facts, story) => {
      const looking = permissions.filter(({ key }) => !changes(key))
      const at = anyInstant(story)
      for (const memberId of story.world.statuses.keys())
        for (const { key } of looking.filter((_, place) => place % 5 === found % 5)) {
          if (!looksOverAll(facts, handleOf(facts, memberId), key, at)) continue
          found++
          for (const id of story.world.statuses.keys())
            assert.ok(
              decide(facts, { memberId, permission: key, target: { type: 'member', id }, at }).allowed,
            )
        }
    }),
  )
  assert.ok(found > 100, `${found} who look over everybody`)
})

const ranks = { scoped: 1, super: 2, creator: 3 }

// Reads an ability as its description says, without asking `decide`.
function allowsByAbility(facts: Facts, { memberId, permission: key, target, at }: Question): boolean {
  const ref = targetOf(facts, target)
  const ability = heldRights(facts, memberId, at).find((one) => one.permission === key)
  if (ability === undefined || ref < 0) return false
  const holder = handleOf(facts, memberId)
  const reaches = (reach: Reach, all: boolean): boolean =>
    reach.type === 'person'
      ? target.type === 'member' && target.id === reach.id
      : covers(facts, packScope(facts, reach satisfies Scope), ref, holder, all)
  const own = target.type === 'member' && target.id === memberId
  if (innate.includes(key) && own) return true
  if (ability.except.some(({ reach }) => reaches(reach, false))) return false
  return ability.by.some(({ reason, reach }) => {
    if (!reaches(reach, permission(key).covers === 'all')) return false
    if (reason.kind !== 'administrator' || target.type !== 'member' || !changes(key)) return true
    const seat = facts.seats.get(reason.id)
    const tier = tierOf(facts, target.id, at)
    if (seat !== undefined && (tier === null || ranks[tier] < ranks[seat.tier])) return true
    return own && (key === 'admin.revoke' || (seat?.tier === 'creator' && creatorsOwn.includes(key)))
  })
}

const creatorsOwn: readonly string[] = [
  'org.member.edit',
  'org.member.move',
  'org.visibility.manage',
  'perm.grant',
  'perm.grant.temp',
  'perm.revoke',
  'perm.restrict',
]

test('A36 what somebody can do at a place is exactly what decide allows them there', () => {
  everyCompany(15, (seed) =>
    growing(seed, (facts, story) => {
      for (const { memberId, target, at } of questionsAbout(story, 25))
        assert.deepEqual(
          whatCan(facts, memberId, target, at),
          permissions
            .map(({ key }) => key)
            .filter((key) => decide(facts, { memberId, permission: key, target, at }).allowed),
        )
    }),
  )
})

test('A36 what somebody has is exactly what decide allows them', () => {
  everyCompany(15, (seed) =>
    growing(seed, (facts, story) => {
      for (const question of questionsAbout(story, 30))
        assert.equal(
          allowsByAbility(facts, question),
          decide(facts, question).allowed,
          JSON.stringify(question),
        )
    }),
  )
})

test('a seed tells the same company again, and its questions', () => {
  const size = { steps: 60, questions: 10 }
  assert.deepEqual(scenario(7, size), scenario(7, size))
  assert.notDeepEqual(scenario(8, size), scenario(7, size))
})

test('the questions of a scenario are worth asking: every code comes up, but that of an unknown permission', () => {
  const seen = new Map<string, number>()
  for (let seed = 0; seed < 30; seed++)
    growing(seed, (facts, story) => {
      for (const question of questionsAbout(story, 40)) {
        const { because } = decide(facts, question)
        seen.set(because, (seen.get(because) ?? 0) + 1)
      }
    })
  assert.deepEqual([...seen.keys()].toSorted(), [
    'authority/higher-tier',
    'authority/not-administrator',
    'authority/not-granted',
    'authority/out-of-scope',
    'authority/restricted',
    'authority/unknown-member',
    'authority/unknown-target',
    'granted',
    'member/inactive',
  ])
  for (const [code, count] of seen) assert.ok(count >= 10, `${code} came up ${count} times`)
  assert.ok(permissions.length > 100)
})
