import { PlusOutlined } from '@ant-design/icons'
import { contract, planState } from '@hufu/contract'
import type { PlanLine } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import { ChoiceFilter, chosenAmong } from '../../ui/choice-filter.tsx'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { MemberFilter } from '../../ui/member-filter.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { emptyUnless } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { PlanProgress, PlanStateTag, usePlanNames } from './plan-words.tsx'
import '../console.css'
import './plans.css'

const here = getRouteApi('/signed/console/plans')
type Filter = { readonly member?: string | undefined; readonly state?: string | undefined }

/** What an address says that is no state is left out. */
const queryOf = ({ member, state }: Filter) => {
  const known = chosenAmong(planState.options, state)
  return {
    limit: 50,
    ...(member === undefined ? {} : { memberId: member }),
    ...(known === undefined ? {} : { state: known }),
  }
}

/** All plans, newest first, and how far each has come. */
export function PlansPage() {
  const { t } = useTranslation('plans')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const pages = usePages(contract.plans.list, { query: queryOf(search) })
  const filtered = Object.values(search).some((each) => each !== undefined)
  return (
    <div className="page page-fill">
      <PageHead title={t('title')} lead={t('lead')} acts={<MakeLink />} />
      <Filters />
      <DataList
        label={t('list')}
        {...emptyUnless(filtered, t('none'), t('noneHint'))}
        columns={useColumns()}
        pages={pages}
        idOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/console/plans/$planId', params: { planId: id } })}
      />
    </div>
  )
}

function MakeLink() {
  const { t } = useTranslation('plans')
  return (
    <Link to="/console/plans/new" className="link-button">
      <PlusOutlined aria-hidden /> {t('make')}
    </Link>
  )
}

function Filters() {
  const { t } = useTranslation('plans')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const put = (change: Filter): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <div className="toolbar" role="search">
      <MemberFilter label={t('member')} memberId={search.member} onChange={(member) => put({ member })} />
      <ChoiceFilter
        label={t('stateTitle')}
        any={t('anyState')}
        value={queryOf(search).state}
        options={planState.options.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(state) => put({ state })}
      />
    </div>
  )
}

function useColumns(): readonly Column<PlanLine>[] {
  const { t } = useTranslation('plans')
  const namesOf = usePlanNames()
  return useMemo(
    () => [
      {
        key: 'who',
        title: t('who'),
        width: 'minmax(160px, 2fr)',
        render: (plan) => <strong>{namesOf(plan)}</strong>,
      },
      { key: 'what', bare: true, title: t('what'), width: '110px', render: ({ what }) => t(`whats.${what}`) },
      { key: 'due', title: t('due'), width: '150px', render: ({ due }) => <Time at={due} /> },
      {
        key: 'state',
        bare: true,
        title: t('stateTitle'),
        width: '120px',
        render: ({ state }) => <PlanStateTag state={state} />,
      },
      {
        key: 'progress',
        bare: true,
        title: t('progress'),
        width: 'minmax(170px, 1fr)',
        render: ({ counts }) => <PlanProgress counts={counts} />,
      },
      { key: 'by', title: t('by'), width: 'minmax(90px, 0.7fr)', render: ({ by }) => by },
    ],
    [t, namesOf],
  )
}
