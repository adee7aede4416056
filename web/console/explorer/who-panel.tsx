import { DownloadOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { PersonNamed } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import { placeOf } from '../../rights/place.ts'
import type { Place } from '../../rights/place.ts'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { Person } from '../../ui/person.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { AsOf, Asked } from './asked.tsx'
import { explorerRoute, useQuestion } from './route.ts'
import { saveWhoCan } from './who-table.ts'

const PAGE = 50

/** Everybody who can do something at a place: how many, who, and a table of them to keep. */
export function WhoPanel() {
  const { t } = useTranslation('explorer')
  const { permissionKey, where, at } = useQuestion()
  const target = placeOf(where, undefined)
  return (
    <div className="explorer-panel">
      <Asked permission />
      <AsOf />
      {permissionKey === undefined || target === null ? (
        <section className="sheet sheet-pad" aria-label={t('tabs.who')}>
          <EmptyState title={t('choose')} hint={t('who.lead')} />
        </section>
      ) : (
        <Who permission={permissionKey} target={target} at={at} />
      )}
    </div>
  )
}

type WhoProps = { readonly permission: string; readonly target: Place; readonly at: string | null }

function Who({ permission, target, at }: WhoProps) {
  const { t } = useTranslation('explorer')
  const body = { permission, target, ...(at === null ? {} : { at }) }
  const pages = usePages(contract.authority.whoCan, { body: { ...body, limit: PAGE } })
  const total = pages.total ?? 0
  const blanks = { count: total, permission: nameOfPermission(permission) }
  return (
    <>
      <div className="who-head">
        <h2 aria-live="polite">
          {pages.loading || pages.error !== null ? '' : total === 0 ? t('who.none') : t('who.count', blanks)}
        </h2>
        {total === 0 ? null : <Export total={total} body={body} />}
      </div>
      <div className="who-list">
        <DataList
          label={t('who.list')}
          columns={useColumns()}
          pages={pages}
          idOf={({ id }) => id}
          empty={<EmptyState title={t('who.none')} />}
        />
      </div>
    </>
  )
}

function Export({
  total,
  body,
}: {
  readonly total: number
  readonly body: Parameters<typeof saveWhoCan>[0]
}) {
  const { t } = useTranslation('explorer')
  const tell = useTell()
  /** People read so far; null while nothing is exported. */
  const [read, setRead] = useState<number | null>(null)
  const save = async (): Promise<void> => {
    setRead(0)
    try {
      const head = [t('who.name'), t('who.department')] as const
      const count = await saveWhoCan(body, head, t('who.file'), setRead)
      tell.done(count < total ? t('who.exportedSome', { count, total }) : t('who.exported', { count }))
    } catch (problem) {
      tell.problem(problem)
    }
    setRead(null)
  }
  return (
    <Button icon={<DownloadOutlined />} loading={read !== null} onClick={() => void save()}>
      {read === null ? t('who.export') : t('who.exporting', { count: total, read })}
    </Button>
  )
}

function useColumns(): readonly Column<PersonNamed>[] {
  const { t } = useTranslation('explorer')
  const search = explorerRoute.useSearch()
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('who.name'),
        width: 'minmax(180px, 2fr)',
        render: ({ id, name, department }) => (
          <Link to="/console/members" search={{ member: id }}>
            <Person name={name} hint={department} />
          </Link>
        ),
      },
      {
        key: 'why',
        bare: true,
        title: t('who.why'),
        width: 'minmax(90px, auto)',
        render: ({ id, name }) => (
          <Link
            to="/console/explorer"
            search={{ ...search, tab: 'why', member: id }}
            aria-label={t('who.whyOf', { name })}
          >
            {t('who.why')}
          </Link>
        ),
      },
    ],
    [t, search],
  )
}
