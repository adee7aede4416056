import { decide, permissions, heldRights } from '@hufu/authority'
import type { Ability, Facts, PermissionKey } from '@hufu/authority'

/** Whether a member may use a permission anywhere at all, and otherwise the code of why not. */
export type Can = { readonly allowed: boolean; readonly because: string }

/** Every enforced permission with whether a member may use it somewhere: the doors a page shows open or shut. */
export function abilitiesOf(facts: Facts, memberId: string, at: number): ReadonlyMap<PermissionKey, Can> {
  const held = new Map(heldRights(facts, memberId, at).map((ability) => [ability.permission, ability]))
  const canOf = (key: PermissionKey): Can => {
    const ability = held.get(key)
    if (ability !== undefined && !isShut(ability)) return { allowed: true, because: 'granted' }
    const { because } = decide(facts, { memberId, permission: key, target: { type: 'workspace' }, at })
    return { allowed: false, because: because === 'granted' ? 'authority/restricted' : because }
  }
  return new Map(permissions.filter(({ state }) => state === 'enforced').map(({ key }) => [key, canOf(key)]))
}

// A restriction of the whole company leaves nothing, whatever gives it; what comes with being a member stays.
const isShut = ({ by, except }: Ability): boolean =>
  except.some(({ reach }) => reach.type === 'workspace') && !by.some(({ reason }) => reason.kind === 'status')
