import assert from 'node:assert/strict'
import { test } from 'node:test'
import { golden } from '../../server/testing/index.ts'
import { permissions } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { decide } from './decide.ts'
import type { DecisionCode } from './events.ts'
import { specDecide } from './spec.ts'
import { cast, castHouse, targetsOf } from './testing/cast.ts'
import type { Player } from './testing/cast.ts'
import { NOW, idOf } from './testing/house.ts'

/** One letter for each answer. */
const letters: Readonly<Partial<Record<DecisionCode, string>>> = {
  granted: '+',
  'authority/not-granted': '.',
  'authority/not-administrator': '.',
  'authority/out-of-scope': 'o',
  'authority/restricted': 'r',
  'authority/higher-tier': 'h',
  'member/inactive': 'i',
}

const legend = `Who may do what, where: the cast by every enforced permission.
Columns: company, own department, research/platform, finance, a colleague in platform, another super administrator,
oneself, a repository in research, a user group of the company.
+ allowed · . not held · o held, but not there · r restricted · h same or higher tier · i not active
`

const made = castHouse()
const enforced: readonly PermissionKey[] = permissions
  .filter(({ state }) => state === 'enforced')
  .map(({ key }) => key)

const answersOf = (who: Player, key: PermissionKey): readonly string[] =>
  targetsOf(who).map((target) => {
    const asked = { memberId: idOf(who), permission: key, target, at: NOW }
    const { because } = decide(made.facts, asked)
    assert.equal(specDecide(made.events, asked).because, because, `${who} ${key} ${JSON.stringify(target)}`)
    return letters[because] ?? because
  })

test('who may do what, where, in the company of the cast is as the golden file says; the specification agrees', () => {
  const lines = cast.flatMap((who) => [
    '',
    who,
    ...enforced.map((key) => `  ${key.padEnd(26)} ${answersOf(who, key).join('')}`),
  ])
  golden('matrix.txt', `${legend}${lines.join('\n')}\n`)
})
