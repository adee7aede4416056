import { contract } from '@hufu/contract'
import type { MemberRow } from '@hufu/contract'
import { Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, usePages } from '../../data/queries.ts'
import { DataList } from '../../ui/data-list.tsx'
import { DepartmentTree } from '../../ui/department-tree.tsx'
import { PickerField } from '../../ui/fields.tsx'
import { Person } from '../../ui/person.tsx'
import { usePhone } from '../../ui/phone.ts'
import type { Chosen } from '../../ui/picker.ts'
import { Shown } from '../../ui/states.tsx'
import { listed } from '../../words/listed.ts'

/** The directory through the eyes of a member who is chosen here. */
export function PreviewDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('visibility')
  const phone = usePhone()
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const [one] = chosen
  return (
    <Drawer open size={phone ? '100%' : 640} title={t('preview.title')} onClose={onClose}>
      <div className="preview-eyes">
        <PickerField
          what="members"
          many={false}
          label={t('preview.person')}
          value={chosen}
          onChange={setChosen}
        />
        {one === undefined ? (
          <p className="quiet">{t('preview.choose')}</p>
        ) : (
          <Eyes key={one.id} memberId={one.id} />
        )}
      </div>
    </Drawer>
  )
}

function Eyes({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation('visibility')
  const read = useAsk(contract.directory.previewTree, { params: { memberId } })
  const [department, setDepartment] = useState<string | null>(null)
  return (
    <Shown read={read}>
      {({ name, people, all, tree }) => (
        <>
          <p role="status">
            <strong>
              {t(all ? 'preview.all' : 'preview.some', { name, people, departments: tree.ids.length })}
            </strong>
          </p>
          <div className="preview-tree">
            <DepartmentTree tree={tree} chosen={department} onChoose={setDepartment} />
          </div>
          <People memberId={memberId} department={department ?? tree.ids[0] ?? null} />
        </>
      )}
    </Shown>
  )
}

function People({ memberId, department }: { readonly memberId: string; readonly department: string | null }) {
  const { t } = useTranslation('visibility')
  const pages = usePages(
    contract.directory.previewMembers,
    {
      params: { memberId },
      query: { limit: 50, ...(department === null ? {} : { departmentId: department }) },
    },
    department !== null,
  )
  return (
    <div className="preview-people">
      <DataList<MemberRow>
        label={t('preview.people')}
        columns={[
          {
            key: 'name',
            title: t('preview.people'),
            render: (row) => <Person name={row.name} hint={row.appointments[0]?.departmentName ?? null} />,
          },
          {
            key: 'hidden',
            title: t('preview.without'),
            render: ({ hidden }) =>
              hidden.length === 0 ? '—' : listed(hidden.map((field) => t(`fields.${field}`))),
          },
        ]}
        pages={pages}
        idOf={({ id }) => id}
      />
    </div>
  )
}
