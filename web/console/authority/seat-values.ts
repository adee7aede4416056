import { contract } from '@hufu/contract'
import type { AdministratorView, BatchStep } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { sentScope } from '../../rights/sent-scope.ts'
import type { Scope } from '../../rights/sent-scope.ts'
import type { Chosen } from '../../ui/picker.ts'
import { useTell } from '../../ui/tell.tsx'

/** What the form of an administrator holds. */
export type SeatValues = {
  readonly person: readonly Chosen[]
  readonly tier: 'super' | 'scoped'
  readonly scope: Scope
  readonly permissions: readonly string[]
  readonly ceiling: readonly string[]
  /** To whom they may give; null: as far as the scope. */
  readonly reach: Scope | null
  /** Null: at once. */
  readonly from: string | null
  readonly until: string | null | undefined
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
      reach: null,
      from: null,
      until: null,
    }
  const [scope, reach] = [bare(seat.scope), bare(seat.ceiling.reach)]
  return {
    scope,
    permissions: seat.permissions,
    ceiling: seat.ceiling.permissions,
    reach: JSON.stringify(scope) === JSON.stringify(reach) ? null : reach,
    from: seat.from,
    until: seat.until,
  }
}

/** A scope without the label the server put beside it; a request with unknown fields is refused. */
function bare(scope: Scope): Scope {
  if (scope.type === 'departments') return { type: scope.type, ids: scope.ids }
  if (scope.type === 'resource') return { type: scope.type, kind: scope.kind, id: scope.id }
  return { type: scope.type }
}

const scoped = (values: SeatValues) => ({
  permissions: [...values.permissions],
  scope: sentScope(values.scope),
  ceiling: { permissions: [...values.ceiling], reach: sentScope(values.reach ?? values.scope) },
})

const terms = ({ from, until, because }: SeatValues) => ({
  from,
  ...(until === undefined ? {} : { until }),
  because: because.trim(),
})

/** Where nothing may be handed out and no reach was chosen, the server finds one inside the appointer's own. */
const newlyScoped = (values: SeatValues) => {
  const { ceiling, ...rest } = scoped(values)
  return values.ceiling.length === 0 && values.reach === null ? rest : { ...rest, ceiling }
}

const appointment = (values: SeatValues) => ({
  memberId: values.person[0]?.id ?? '',
  tier: values.tier,
  ...(values.tier === 'scoped' ? newlyScoped(values) : {}),
  ...terms(values),
})

/** What the form stands for as a command: an appointment, or a change of the given seat. */
export function seatSteps(seat: AdministratorView | null, values: SeatValues): readonly BatchStep[] {
  return seat === null
    ? [{ do: 'administrators.appoint', with: appointment(values) }]
    : [
        {
          do: 'administrators.change',
          with: { administratorId: seat.id, ...scoped(values), ...terms(values) },
        },
      ]
}

/** Sends the form. */
export function useSendSeat(seat: AdministratorView | null): (values: SeatValues) => Promise<void> {
  const { t } = useTranslation('authority')
  const tell = useTell()
  return async (values) => {
    if (seat === null) {
      const body = appointment(values)
      const { applied } = await ask(contract.authority.appointAdministrator, { body })
      tell.done(t('administrators.appointed'), applied)
    } else {
      const { applied } = await ask(contract.authority.changeAdministrator, {
        params: { administratorId: seat.id },
        body: { ...scoped(values), ...terms(values) },
      })
      tell.done(t('administrators.changed'), applied)
    }
    await readAgain()
  }
}
