import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apply, appointmentsOf, departmentsOf, emptyFacts, standingIn, statusOf } from './index.ts'
import { beginStory, continueStory } from './scenarios.ts'
import { everyCompany } from './testing/trial.ts'

test('whoever stands in all of some places is found at once as when everybody is asked one by one', () => {
  everyCompany(20, (seed) => {
    const story = beginStory(seed)
    continueStory(story, 150)
    const facts = emptyFacts()
    for (const event of story.events) apply(facts, event)
    const departments = [...story.world.parents.keys()]
    const everybody = [...story.world.statuses.keys()]
    const places = [
      { departments: departments.filter((_, at) => at % 2 === 0), people: everybody.slice(0, 2) },
      { departments: departments.filter((_, at) => at % 3 !== 0), people: everybody.slice(1, 3) },
    ]
    for (const count of [0, 1, 2])
      for (const status of [null, 'active', 'departed'] as const) {
        const asked = { places: places.slice(0, count), except: everybody.slice(2, 4), status }
        const alike = everybody.filter((id) =>
          status === null ? statusOf(facts, id) !== 'departed' : statusOf(facts, id) === status,
        )
        const found = alike.filter(
          (id) =>
            !asked.except.includes(id) &&
            asked.places.every(
              (place) =>
                place.people.includes(id) ||
                departmentsOf(facts, id).some((each) => place.departments.includes(each)),
            ),
        )
        const standing = standingIn(facts, asked)
        assert.deepEqual(everybody.filter(standing.has), found)
        assert.deepEqual(standing.ids().toSorted(), found.toSorted())
        assert.equal(standing.count, found.length)
        assert.equal(standing.share, found.length === alike.length ? 1 : found.length / alike.length)
        assert.equal(standing.has('nobody'), false)
        const rows = found.flatMap((id) => appointmentsOf(facts, id))
        assert.deepEqual(
          standing.countIn(departments),
          departments.map((id) => rows.filter(({ departmentId }) => departmentId === id).length),
        )
        const positions = [...story.world.positions]
        assert.deepEqual(
          standing.countHolding(positions),
          positions.map((id) => rows.filter(({ positionId }) => positionId === id).length),
        )
      }
  })
})
