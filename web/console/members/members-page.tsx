import { contract } from '@hufu/contract'
import { Button, Drawer } from 'antd'
import { ApartmentOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { DepartmentTree } from '../../ui/department-tree.tsx'
import { usePhone } from '../../ui/phone.ts'
import { Shown } from '../../ui/states.tsx'
import { DepartmentHead } from './department-head.tsx'
import { MemberDrawer } from './member-drawer.tsx'
import { MemberList } from './member-list.tsx'
import { membersRoute } from './route.ts'
import '../console.css'

/** Departments on the left, their people on the right, one person in a drawer. */
export function MembersPage() {
  const { t } = useTranslation('directory')
  const phone = usePhone()
  const search = membersRoute.useSearch()
  const navigate = membersRoute.useNavigate()
  const tree = useAsk(contract.directory.tree, {})
  const choose = (department: string): void =>
    void navigate({ search: (before) => ({ ...before, department, member: undefined }) })
  return (
    <div className="page page-fill members">
      <Shown read={tree}>
        {(columns) => {
          const chosen = search.department ?? columns.ids[0] ?? null
          const drawn = (onChoose: (id: string) => void) => (
            <DepartmentTree tree={columns} chosen={chosen} onChoose={onChoose} />
          )
          return (
            <>
              {phone ? (
                <TreeOnPhone onChoose={choose}>{drawn}</TreeOnPhone>
              ) : (
                <aside className="sheet members-tree" aria-label={t('members.departments')}>
                  {drawn(choose)}
                </aside>
              )}
              <section className="members-main">
                {chosen === null ? null : (
                  <DepartmentHead tree={columns} departmentId={chosen} onGone={choose} />
                )}
                <MemberList departmentId={chosen} isRoot={chosen === columns.ids[0]} />
              </section>
            </>
          )
        }}
      </Shown>
      <MemberDrawer
        memberId={search.member ?? null}
        onClose={() => void navigate({ search: (before) => ({ ...before, member: undefined }) })}
      />
    </div>
  )
}

type OnPhone = {
  readonly onChoose: (id: string) => void
  readonly children: (onChoose: (id: string) => void) => ReactNode
}

function TreeOnPhone({ onChoose, children }: OnPhone) {
  const { t } = useTranslation('directory')
  const [open, setOpen] = useState(false)
  const choose = (id: string): void => {
    setOpen(false)
    onChoose(id)
  }
  return (
    <>
      <Button icon={<ApartmentOutlined />} onClick={() => setOpen(true)}>
        {t('members.departments')}
      </Button>
      <Drawer
        open={open}
        placement="left"
        size="88%"
        title={t('members.departments')}
        onClose={() => setOpen(false)}
      >
        {children(choose)}
      </Drawer>
    </>
  )
}
