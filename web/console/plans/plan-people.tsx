import { contract, planItemState } from '@hufu/contract'
import type { PlanItem, PlanView } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import { ChoiceFilter, chosenAmong } from '../../ui/choice-filter.tsx'
import { ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import { Time, clockTime } from '../../ui/time.tsx'
import { seeRevocation } from '../revocations/see-revocation.tsx'
import { PlanActs } from './plan-acts.tsx'
import { ItemStateTag } from './plan-words.tsx'

const here = getRouteApi('/signed/console/plans/$planId')
const AT_ONCE = 100

/** How far a plan has come with each person; those to come can be chosen to be done or cancelled by themselves. */
export function PlanPeople({ view }: { readonly view: PlanView }) {
  const { t } = useTranslation('plans')
  const { t: common } = useTranslation()
  const search = here.useSearch()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const known = chosenAmong(planItemState.options, search.state)
  const pages = usePages(
    contract.plans.items,
    {
      params: { planId: view.id },
      query: { limit: AT_ONCE, ...(known === undefined ? {} : { state: known }) },
    },
    true,
    // Read again exactly when the plan has come further.
    JSON.stringify(view.counts),
  )
  const open = pages.items.filter(isOpen)
  const some = open.filter(({ memberId }) => chosen.has(memberId)).map(({ memberId }) => memberId)
  const choose = (memberId: string, isChosen: boolean): void => {
    const next = new Set(chosen)
    if (isChosen) next.add(memberId)
    else next.delete(memberId)
    setChosen(next)
  }
  return (
    <>
      <div className="toolbar">
        <StateFilter state={known} />
        {some.length === 0 ? null : (
          <span aria-live="polite">
            {t('one.chosen', { count: some.length })}{' '}
            <Button type="link" size="small" onClick={() => setChosen(new Set())}>
              {t('one.clear')}
            </Button>
          </span>
        )}
        <span className="grow" />
        <PlanActs view={view} some={some} onDone={() => setChosen(new Set())} />
      </div>
      {pages.loading ? <RowsSkeleton rows={3} /> : null}
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {pages.items.length === 0 && !pages.loading && pages.error === null ? (
        <p className="quiet">{t('one.noPeople')}</p>
      ) : (
        <Table items={pages.items} chosen={chosen} onChoose={choose} />
      )}
      {view.unseen === 0 ? null : <p className="quiet">{t('one.unseen', { count: view.unseen })}</p>}
      {pages.hasMore ? (
        <Button block loading={pages.loadingMore} onClick={pages.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </>
  )
}

const isOpen = ({ state }: PlanItem): boolean => state === 'waiting' || state === 'held'

function StateFilter({ state }: { readonly state: PlanItem['state'] | undefined }) {
  const { t } = useTranslation('plans')
  const navigate = here.useNavigate()
  return (
    <ChoiceFilter
      label={t('one.stateTitle')}
      any={t('one.anyState')}
      value={state}
      options={planItemState.options.map((value) => ({ value, label: t(`item.${value}`) }))}
      onChange={(next) => void navigate({ search: (before) => ({ ...before, state: next }), replace: true })}
    />
  )
}

type TableProps = {
  readonly items: readonly PlanItem[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (memberId: string, isChosen: boolean) => void
}

function Table({ items, chosen, onChoose }: TableProps) {
  const { t } = useTranslation('plans')
  return (
    <table className="plain plan-people" aria-label={t('one.people')}>
      <thead>
        <tr>
          <th scope="col">{t('one.name')}</th>
          <th scope="col">{t('one.department')}</th>
          <th scope="col">{t('one.due2')}</th>
          <th scope="col">{t('one.stateTitle')}</th>
          <th scope="col">{t('one.note')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.memberId}>
            <th scope="row">
              {isOpen(item) ? (
                <Checkbox
                  aria-label={t('one.choose', { name: item.name })}
                  checked={chosen.has(item.memberId)}
                  onChange={(event) => onChoose(item.memberId, event.target.checked)}
                />
              ) : null}{' '}
              <Link to="/console/members/$memberId" params={{ memberId: item.memberId }}>
                {item.name}
              </Link>
            </th>
            <td data-title={t('one.department')}>{item.department === '' ? '–' : item.department}</td>
            <td data-title={t('one.due2')}>
              {item.state === 'waiting' ? <Time at={item.due} /> : clockTime(item.doneAt ?? item.due)}
            </td>
            <td>
              <ItemStateTag state={item.state} />
            </td>
            <td>
              <Note item={item} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Why somebody is held up, what they still own, or what every node found once they were done. */
function Note({ item: { memberId, problem, unsettled, revocationId } }: { readonly item: PlanItem }) {
  const { t } = useTranslation('plans')
  return (
    <span className="plan-note">
      {problem === null ? null : <span className="plan-held">{problem.words}</span>}
      {unsettled === 0 ? null : (
        <Link to="/console/members/$memberId/handover" params={{ memberId }}>
          {t('one.unsettled', { count: unsettled })}
        </Link>
      )}
      {seeRevocation(revocationId)?.(() => undefined)}
    </span>
  )
}
