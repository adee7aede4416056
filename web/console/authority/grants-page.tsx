import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { GrantView } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { usePages } from '../../data/queries.ts'
import { GiveDrawer } from '../../rights/give-drawer.tsx'
import { LifeActs } from '../../rights/life-acts.tsx'
import { useLives } from '../../rights/use-lives.tsx'
import { useEndGrant } from '../../rights/use-lift.tsx'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { emptyUnless } from '../../ui/states.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useGrantColumns } from './grant-columns.tsx'
import { GrantDetail } from './grant-detail.tsx'
import { ListFilters, isFiltered, queryOf, useListedWords } from './list-filters.tsx'
import '../console.css'

const here = getRouteApi('/signed/console/grants')

/** All grants: who holds what, why, where and until when. */
export function GrantsPage() {
  const { t } = useTranslation('authority')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, open: id }) })
  const pages = usePages(contract.authority.grants, { query: queryOf(search) })
  const { end, dialog } = useEndGrant()
  const lives = useLives()
  const may = useMay('perm.grant')
  const row = pages.items.find(({ id }) => id === search.open) ?? null
  return (
    <div className="page page-fill">
      <PageHead
        title={t('grants.title')}
        lead={`${t('grants.lead')}${useListedWords()}`}
        acts={
          <ReasonButton
            type="primary"
            icon={<PlusOutlined />}
            can={may}
            permission="perm.grant"
            onClick={() => open('new')}
          >
            {t('grants.give')}
          </ReasonButton>
        }
      />
      <ListFilters
        filter={search}
        onFilter={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
        }
      />
      <DataList
        label={t('grants.list')}
        {...emptyUnless(isFiltered(search), t('grants.none'), t('grants.noneHint'))}
        columns={useColumns(end)}
        pages={pages}
        idOf={({ id }) => id}
        chosen={search.open ?? null}
        onOpen={({ id }) => open(id)}
      />
      {search.open === 'new' ? <GiveDrawer kind="grant" onClose={() => open(undefined)} /> : null}
      <GrantDetail
        title={t('grants.detail')}
        row={row}
        onClose={() => open(undefined)}
        acts={row === null ? null : <DetailActs row={row} onEnd={end} onLife={lives.ask} />}
      />
      {dialog}
      {lives.dialog}
    </div>
  )
}

function useColumns(end: (grant: GrantView) => void): readonly Column<GrantView>[] {
  const { t } = useTranslation()
  const acts = useMemo(
    (): Column<GrantView> => ({
      key: 'acts',
      bare: true,
      title: t('act.actions'),
      width: 'minmax(92px, auto)',
      render: (row) => <EndButton row={row} onEnd={end} />,
    }),
    [t, end],
  )
  return useGrantColumns(acts)
}

type DetailProps = {
  readonly row: GrantView
  readonly onEnd: (grant: GrantView) => void
  readonly onLife: ReturnType<typeof useLives>['ask']
}

function DetailActs({ row, onEnd, onLife }: DetailProps) {
  const grant = { ...row, right: row.right.label, subject: row.subject.label, life: row }
  return (
    <div className="drawer-foot">
      <LifeActs as="buttons" grant={grant} onAct={onLife} />
      <EndButton row={row} onEnd={onEnd} />
    </div>
  )
}

function EndButton({ row, onEnd }: { readonly row: GrantView; readonly onEnd: (grant: GrantView) => void }) {
  const { t } = useTranslation('authority')
  return (
    <ReasonButton size="small" danger can={row.can.end} permission="perm.revoke" onClick={() => onEnd(row)}>
      {t('grants.end')}
    </ReasonButton>
  )
}
