/** What must not compile: each `@ts-expect-error` fails the type check if its line ever becomes allowed. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { PermissionKey } from '@hufu/authority'
import { isStruck, permit } from './permit.ts'
import { record } from './record.ts'
import type { Act, Tally } from './index.ts'

declare const act: Act
declare function writesGrant(tally: Tally<'perm.grant'>): void
declare function writesEither(tally: Tally<'perm.grant' | 'perm.revoke'>): void

// Never called: it is here for the compiler.
export function mustNotCompile(): void {
  const granting = permit(act, 'perm.grant', { type: 'workspace' })
  const revoking = permit(act, 'perm.revoke', { type: 'workspace' })
  writesGrant(granting)
  writesEither(granting)
  const either: Tally<'perm.grant' | 'perm.revoke'> = revoking
  // @ts-expect-error another permission's tally does not open this write
  writesGrant(revoking)
  // @ts-expect-error a tally that may be of either permission does not either
  writesGrant(either)
  // @ts-expect-error nothing that merely looks like a tally does
  writesGrant({
    permission: 'perm.grant',
    target: { type: 'workspace' },
    act,
    tx: act.tx,
    at: act.at,
    decision: granting.decision,
  })
  // @ts-expect-error there is no permission of this name
  permit(act, 'perm.grnt', { type: 'workspace' })
  // @ts-expect-error a record needs the tally, not the act
  record(act, { name: 'grant.ended@1', data: { grantId: '' } })
  // @ts-expect-error an event has exactly its own data
  record(granting, { name: 'grant.ended@1', data: { id: '' } })
  // @ts-expect-error and there is no event of this name
  record(granting, { name: 'grant.vanished@1', data: {} })
}

test('an object that permit has not struck is no tally at run time either', () => {
  const forged: object = { permission: 'perm.grant' satisfies PermissionKey }
  assert.equal(isStruck(forged), false)
})
