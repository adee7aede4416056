import type { PlanItemState, PlanLine, PlanState } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { listed } from '../../words/listed.ts'

const looks = { agreeing: 'tag-warn', running: 'risk-medium', done: 'tag-good', cancelled: '' } as const
const itemLooks = { waiting: 'risk-medium', held: 'tag-broken', done: 'tag-good', cancelled: '' } as const

/** How far a plan has come, in a word and a colour. */
export function PlanStateTag({ state }: { readonly state: PlanState }) {
  const { t } = useTranslation('plans')
  return <span className={`tag ${looks[state]}`}>{t(`state.${state}`)}</span>
}

/** How far a plan has come with one person. */
export function ItemStateTag({ state }: { readonly state: PlanItemState }) {
  const { t } = useTranslation('plans')
  return <span className={`tag ${itemLooks[state]}`}>{t(`item.${state}`)}</span>
}

/** The first people of a plan by name, and how many there are when there are more. */
export function usePlanNames(): (plan: Pick<PlanLine, 'names' | 'counts'>) => string {
  const { t } = useTranslation('plans')
  return ({ names, counts: { people } }) =>
    people <= names.length ? listed(names) : t('whoMore', { names: listed(names), count: people })
}

/** How many of a plan's people are done, held up and to come, as a bar with its words. */
export function PlanProgress({ counts }: Pick<PlanLine, 'counts'>) {
  const { t } = useTranslation('plans')
  const { people, done, held } = counts
  return (
    <span className="plan-progress">
      <span className="plan-bar" aria-hidden>
        {(['done', 'held', 'waiting', 'cancelled'] as const).map((state) =>
          counts[state] === 0 ? null : (
            <span key={state} className={`plan-bar-${state}`} style={{ flexGrow: counts[state] }} />
          ),
        )}
      </span>
      <small>
        {t('countsOf', { done, people })}
        {held === 0 ? null : <strong className="plan-held"> · {t('heldCount', { count: held })}</strong>}
      </small>
    </span>
  )
}
