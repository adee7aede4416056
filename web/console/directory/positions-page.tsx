import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Input } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { DataList, wholeList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'
import { PositionDrawer } from './position-drawer.tsx'
import { PositionForm } from './position-form.tsx'
import '../console.css'

const here = getRouteApi('/signed/console/positions')
type Position = AnswerOf<typeof contract.directory.positions>['items'][number]
const KEY = 'org.position.manage'

/** Job titles, as subjects of grants. */
export function PositionsPage() {
  const { t } = useTranslation('directory')
  const { find = '', position } = here.useSearch()
  const navigate = here.useNavigate()
  const [open, setOpen] = useState<Position | 'new' | null>(null)
  const read = useAsk(contract.directory.positions, {})
  const may = useMay(KEY)
  const rows = read.data?.items.filter(({ name }) => name.includes(find.trim()))
  const { columns, dialog } = useColumns(setOpen)
  const show = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, position: id }) })
  return (
    <div className="page page-fill page-narrow">
      <PageHead
        title={t('positions.title')}
        lead={t('positions.lead')}
        acts={
          <ReasonButton
            type="primary"
            icon={<PlusOutlined />}
            can={may}
            permission={KEY}
            onClick={() => setOpen('new')}
          >
            {t('positions.create')}
          </ReasonButton>
        }
      />
      <Input.Search
        allowClear
        value={find}
        placeholder={t('positions.search')}
        aria-label={t('positions.search')}
        onChange={({ target: { value } }) =>
          void navigate({
            search: (before) => ({ ...before, find: value === '' ? undefined : value }),
            replace: true,
          })
        }
      />
      <DataList
        label={t('positions.title')}
        columns={columns}
        pages={wholeList({ ...read, data: rows })}
        idOf={({ id }) => id}
        chosen={position ?? null}
        onOpen={({ id }) => show(id)}
      />
      <PositionDrawer
        key={position ?? 'none'}
        position={read.data?.items.find(({ id }) => id === position) ?? null}
        onClose={() => show(undefined)}
      />
      {open === null ? null : (
        <PositionForm position={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
      {dialog}
    </div>
  )
}

function useColumns(onRename: (position: Position) => void) {
  const { t } = useTranslation('directory')
  const { t: common } = useTranslation()
  const may = useMay(KEY)
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const columns = useMemo((): readonly Column<Position>[] => {
    const remove = ({ id, name }: Position): void =>
      askFirst({
        title: t('positions.removeTitle', { name }),
        lines: [t('positions.removeLine', { name })],
        act: common('act.remove'),
        reason: false,
        onAct: async () => {
          const { applied } = await ask(contract.directory.removePosition, { params: { positionId: id } })
          tell.done(t('positions.removed'), applied)
          await readAgain()
        },
      })
    return [
      {
        key: 'name',
        title: t('positions.name'),
        width: 'minmax(200px, 3fr)',
        render: ({ name }) => <strong>{name}</strong>,
      },
      {
        key: 'rank',
        title: t('positions.rank'),
        width: '90px',
        render: ({ rank }) => <span className="number">{rank ?? t('positions.noRank')}</span>,
      },
      {
        key: 'members',
        title: t('positions.members'),
        width: '110px',
        render: ({ members }) => <span className="number">{members}</span>,
      },
      {
        key: 'acts',
        bare: true,
        title: common('act.actions'),
        width: 'minmax(150px, auto)',
        render: (position) => (
          <span className="row-acts">
            <ReasonButton size="small" can={may} permission={KEY} onClick={() => onRename(position)}>
              {common('act.edit')}
            </ReasonButton>
            <ReasonButton size="small" danger can={may} permission={KEY} onClick={() => remove(position)}>
              {common('act.remove')}
            </ReasonButton>
          </span>
        ),
      },
    ]
  }, [t, common, may, tell, askFirst, onRename])
  return { columns, dialog }
}
