import { contract } from '@hufu/contract'
import type { AdministratorView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { sentScope } from '../../rights/scope-field.tsx'
import type { Scope } from '../../rights/scope-field.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { useTell } from '../../ui/tell.tsx'

/** What the form of an administrator holds. */
export type SeatValues = {
  readonly person: readonly Chosen[]
  readonly tier: 'super' | 'scoped'
  readonly scope: Scope
  readonly permissions: readonly string[]
  readonly ceiling: readonly string[]
  readonly until: string | null
  readonly because: string
}

/** Where the form starts: from a seat, or from nothing but perhaps a person. */
export function firstValues(seat: AdministratorView | null, person: readonly Chosen[]): Partial<SeatValues> {
  if (seat === null)
    return {
      person,
      tier: 'scoped',
      scope: { type: 'departments', ids: [] },
      permissions: [],
      ceiling: [],
      until: null,
    }
  return {
    scope: bare(seat.scope),
    permissions: seat.permissions,
    ceiling: seat.ceiling.permissions,
    until: seat.until,
  }
}

/** A scope without the label the server put beside it; a request with unknown fields is refused. */
function bare(scope: Scope): Scope {
  if (scope.type === 'departments') return { type: scope.type, ids: scope.ids }
  if (scope.type === 'resource') return { type: scope.type, kind: scope.kind, id: scope.id }
  return { type: scope.type }
}

/** Sends the form: an appointment, or a change of the given seat. What may be handed out reaches as far as the scope. */
export function useSendSeat(seat: AdministratorView | null): (values: SeatValues) => Promise<void> {
  const { t } = useTranslation('authority')
  const tell = useTell()
  return async (values) => {
    const because = values.because.trim()
    const { until } = values
    const scoped = () => ({
      permissions: [...values.permissions],
      scope: sentScope(values.scope),
      ceiling: { permissions: [...values.ceiling], reach: sentScope(values.scope) },
    })
    if (seat === null) {
      const memberId = values.person[0]?.id ?? ''
      const body = {
        memberId,
        tier: values.tier,
        until,
        because,
        ...(values.tier === 'scoped' ? scoped() : {}),
      }
      const { applied } = await ask(contract.authority.appointAdministrator, { body })
      tell.done(t('administrators.appointed'), applied)
    } else {
      const { applied } = await ask(contract.authority.changeAdministrator, {
        params: { administratorId: seat.id },
        body: { ...scoped(), until, because },
      })
      tell.done(t('administrators.changed'), applied)
    }
    await readAgain()
  }
}
