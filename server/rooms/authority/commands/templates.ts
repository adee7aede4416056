import type { Scope } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { permit } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { featureKeys } from '../rule.ts'
import { lockTemplateGrants } from '../store.ts'
import { rightOf } from '../snapshot.ts'
import { endAndRecord, readRight, refuseAboveCeiling, refuseUnknown, writeGrant } from './grants.ts'
import type { RightInput } from './grants.ts'

export type TemplateInput = {
  readonly positionId: string
  readonly items: readonly { readonly right: RightInput; readonly scope: Scope }[]
  readonly because: string
}

/**
 * Sets what a position gives to whoever holds it. Items that are there stay as they are; others end, new ones begin.
 * Only what the giver may hand out to every holder, now and to come.
 */
export async function setTemplate(
  act: Act,
  input: TemplateInput,
): Promise<{ readonly given: number; readonly ended: number }> {
  const tally = permit(act, 'perm.template.manage', { type: 'workspace' })
  const subject = { type: 'position', id: input.positionId } as const
  refuseUnknown(act, { subject, scope: { type: 'workspace' } })
  const there = await lockTemplateGrants(act, input.positionId)
  const wanted = new Map(input.items.map((item) => [textOf(item), item]))
  const kept = new Set(there.map((row) => textOf({ right: rightOf(row), scope: row.scope })))
  const ending = there.filter((row) => !wanted.has(textOf({ right: rightOf(row), scope: row.scope })))
  const giving = [...wanted].filter(([text]) => !kept.has(text)).map(([, item]) => item)
  if (ending.length + giving.length === 0) throw refuse('authority/nothing-changed')
  for (const { right: asked, scope } of giving) {
    const { right, keys } = await readRight(act, asked)
    refuseUnknown(act, { subject, scope })
    refuseAboveCeiling(act, featureKeys(keys), scope, subject, 'perm.template.manage')
    const terms = { from: null, until: null, because: input.because, source: 'position' } as const
    await writeGrant(tally, { id: newId(), subject, right, scope, ...terms })
  }
  for (const grant of ending) await endAndRecord(tally, grant, input.because, 'superseded')
  return { given: giving.length, ended: ending.length }
}

// One text for one item, however its departments are ordered.
function textOf({ right, scope }: TemplateInput['items'][number]): string {
  const place = scope.type === 'departments' ? { ...scope, ids: scope.ids.toSorted() } : scope
  return JSON.stringify([right.type, right.type === 'role' ? right.id : right.key, place])
}
