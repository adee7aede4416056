import { contract, revocationReason, revocationState, revocationWhat } from '@hufu/contract'
import type { RevocationLine } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import { ChoiceFilter, chosenAmong } from '../../ui/choice-filter.tsx'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { MemberFilter } from '../../ui/member-filter.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { emptyUnless } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'
import { useListedWords } from '../authority/list-filters.tsx'
import { RevocationStateTag, useReasonKinds } from './revocation-words.tsx'
import '../console.css'
import './revocations.css'

const here = getRouteApi('/signed/console/revocations')
const NAMED_MAX = 2

type Filter = {
  readonly member?: string | undefined
  readonly state?: string | undefined
  readonly reason?: string | undefined
  readonly what?: string | undefined
}

/** What an address says that is no state or kind of reason is left out. */
const queryOf = ({ member, state, reason, what }: Filter) => {
  const knownWhat = chosenAmong(revocationWhat.options, what)
  const knownState = chosenAmong(revocationState.options, state)
  const knownReason = chosenAmong(revocationReason.options, reason)
  return {
    limit: 50,
    ...(member === undefined ? {} : { memberId: member }),
    ...(knownState === undefined ? {} : { state: knownState }),
    ...(knownWhat === undefined ? {} : { what: knownWhat }),
    ...(knownReason === undefined ? {} : { reason: knownReason }),
  }
}

/** All revocations, newest first, and how far each has come. */
export function RevocationsPage() {
  const { t } = useTranslation('revocations')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const pages = usePages(contract.revocations.list, { query: queryOf(search) })
  const filtered = Object.values(search).some((each) => each !== undefined)
  return (
    <div className="page page-fill">
      <PageHead title={t('title')} lead={`${t('lead')}${useListedWords()}`} />
      <Filters />
      <DataList
        label={t('list')}
        {...emptyUnless(filtered, t('none'), t('noneHint'))}
        columns={useColumns()}
        pages={pages}
        idOf={({ id }) => id}
        onOpen={({ id }) =>
          void navigate({ to: '/console/revocations/$revocationId', params: { revocationId: id } })
        }
      />
    </div>
  )
}

function Filters() {
  const { t } = useTranslation('revocations')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const kinds = useReasonKinds()
  const query = queryOf(search)
  const put = (change: Filter): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <div className="toolbar" role="search">
      <MemberFilter label={t('member')} memberId={search.member} onChange={(member) => put({ member })} />
      <ChoiceFilter
        label={t('stateTitle')}
        any={t('anyState')}
        value={query.state}
        options={revocationState.options.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(state) => put({ state })}
      />
      <ChoiceFilter
        label={t('takenTitle')}
        any={t('anyTaken')}
        value={query.what}
        options={revocationWhat.options.map((value) => ({ value, label: t(`taken.${value}`) }))}
        onChange={(what) => put({ what })}
      />
      <ChoiceFilter
        label={t('kind')}
        any={t('anyKind')}
        value={query.reason}
        options={kinds}
        onChange={(reason) => put({ reason })}
        wide
      />
    </div>
  )
}

function useColumns(): readonly Column<RevocationLine>[] {
  const { t } = useTranslation('revocations')
  return useMemo(
    () => [
      {
        key: 'who',
        title: t('who'),
        width: 'minmax(120px, 1fr)',
        render: ({ memberName }) => <strong>{memberName}</strong>,
      },
      {
        key: 'what',
        bare: true,
        title: t('what'),
        width: 'minmax(220px, 2.4fr)',
        render: ({ what, permissions }) => (
          <>
            {what === 'rights' ? null : <span className="tag">{t(`taken.${what}`)}</span>}{' '}
            <Named permissions={permissions} />
          </>
        ),
      },
      {
        key: 'by',
        title: t('by'),
        width: 'minmax(100px, 0.8fr)',
        render: ({ by }) => by,
      },
      {
        key: 'kind',
        title: t('kind'),
        width: 'minmax(110px, 0.8fr)',
        render: ({ reason }) => t(`reason.${reason}`),
      },
      { key: 'when', bare: true, title: t('when'), width: '150px', render: ({ at }) => <Time at={at} /> },
      {
        key: 'state',
        bare: true,
        title: t('stateTitle'),
        width: '140px',
        render: ({ state }) => <RevocationStateTag state={state} />,
      },
    ],
    [t],
  )
}

/** The first permissions by name, and how many there are when there are more. */
function Named({ permissions }: { readonly permissions: readonly string[] }) {
  const { t } = useTranslation('revocations')
  return (
    <span>
      {listed(permissions.slice(0, NAMED_MAX).map(nameOfPermission))}
      {permissions.length <= NAMED_MAX ? null : (
        <span className="quiet"> {t('more', { count: permissions.length })}</span>
      )}
    </span>
  )
}
