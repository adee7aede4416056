import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { RestrictionView } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { usePages } from '../../data/queries.ts'
import { GiveDrawer } from '../../rights/give-drawer.tsx'
import { useLift } from '../../rights/use-lift.tsx'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { emptyUnless } from '../../ui/states.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useGrantColumns } from './grant-columns.tsx'
import { GrantDetail } from './grant-detail.tsx'
import { ListFilters, isFiltered, queryOf, useListedWords } from './list-filters.tsx'
import '../console.css'

const here = getRouteApi('/signed/console/restrictions')

/** All restrictions: what may not be used, by whom, why and until when. */
export function RestrictionsPage() {
  const { t } = useTranslation('authority')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, open: id }) })
  const pages = usePages(contract.authority.restrictions, { query: queryOf(search) })
  const { lift, dialog } = useLift()
  const may = useMay('perm.restrict')
  const row = pages.items.find(({ id }) => id === search.open) ?? null
  return (
    <div className="page page-fill">
      <PageHead
        title={t('restrictions.title')}
        lead={`${t('restrictions.lead')}${useListedWords()}`}
        acts={
          <ReasonButton
            type="primary"
            icon={<PlusOutlined />}
            can={may}
            permission="perm.restrict"
            onClick={() => open('new')}
          >
            {t('restrictions.place')}
          </ReasonButton>
        }
      />
      <ListFilters
        filter={search}
        administration
        onFilter={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
        }
      />
      <DataList
        label={t('restrictions.list')}
        {...emptyUnless(isFiltered(search), t('restrictions.none'), t('restrictions.noneHint'))}
        columns={useColumns(lift)}
        pages={pages}
        idOf={({ id }) => id}
        chosen={search.open ?? null}
        onOpen={({ id }) => open(id)}
      />
      {search.open === 'new' ? <GiveDrawer kind="restriction" onClose={() => open(undefined)} /> : null}
      <GrantDetail
        title={t('restrictions.detail')}
        row={row}
        onClose={() => open(undefined)}
        acts={row === null ? null : <LiftButton row={row} onEnd={lift} />}
      />
      {dialog}
    </div>
  )
}

function useColumns(lift: (restriction: RestrictionView) => void): readonly Column<RestrictionView>[] {
  const { t } = useTranslation()
  const acts = useMemo(
    (): Column<RestrictionView> => ({
      key: 'acts',
      bare: true,
      title: t('act.actions'),
      width: 'minmax(92px, auto)',
      render: (row) => <LiftButton row={row} onEnd={lift} />,
    }),
    [t, lift],
  )
  return useGrantColumns(acts)
}

function LiftButton({
  row,
  onEnd,
}: {
  readonly row: RestrictionView
  readonly onEnd: (restriction: RestrictionView) => void
}) {
  const { t } = useTranslation('authority')
  return (
    <ReasonButton size="small" can={row.can.lift} permission="perm.restrict" onClick={() => onEnd(row)}>
      {t('restrictions.lift')}
    </ReasonButton>
  )
}
