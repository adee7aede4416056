import { UserAddOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { usePages } from '../../data/queries.ts'
import { MemberPicker } from '../../ui/member-picker.tsx'
import { Person } from '../../ui/person.tsx'
import { departmentOf } from '../../ui/picker-people.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import type { Group } from './group-drawer.tsx'
import type { GroupChanges } from './use-group-changes.ts'

const KEY = 'org.usergroup.manage'
type Props = { readonly group: Group; readonly changes: GroupChanges }

/** The people who stand in a group themselves. */
export function GroupPeople({ group, changes }: Props) {
  const { t } = useTranslation('directory')
  const { t: words } = useTranslation('giving')
  const { t: common } = useTranslation()
  const may = useMay(KEY)
  const [adding, setAdding] = useState(false)
  const people = usePages(contract.directory.groupMembers, {
    params: { groupId: group.id },
    query: { limit: 50 },
  })
  return (
    <section aria-label={words('group.people')}>
      <h3>{words('group.people')}</h3>
      <ReasonButton icon={<UserAddOutlined />} can={may} permission={KEY} onClick={() => setAdding(true)}>
        {t('groups.addPeople')}
      </ReasonButton>
      {people.loading ? <RowsSkeleton rows={4} /> : null}
      {people.error === null ? null : <ErrorState error={people.error} onRetry={people.again} />}
      {!people.loading && people.error === null && people.items.length === 0 ? (
        <EmptyState title={t('groups.noPeople')} />
      ) : null}
      <ul className="lines">
        {people.items.map((row) => (
          <li key={row.id}>
            <Person name={row.name} hint={departmentOf(row)} />
            <ReasonButton
              size="small"
              type="text"
              danger
              can={may}
              permission={KEY}
              onClick={() => changes.takeOutPerson(row)}
            >
              {t('groups.takeOut')}
            </ReasonButton>
          </li>
        ))}
      </ul>
      {people.hasMore ? (
        <Button block loading={people.loadingMore} onClick={people.more}>
          {common('act.more')}
        </Button>
      ) : null}
      <MemberPicker
        open={adding}
        what="members"
        title={t('groups.addPeople')}
        chosen={[]}
        without={new Set(people.items.map(({ id }) => id))}
        onCancel={() => setAdding(false)}
        onDone={(chosen) => {
          setAdding(false)
          if (chosen.length > 0) changes.addPeople(chosen)
        }}
      />
    </section>
  )
}
