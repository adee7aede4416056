import {
  DeleteOutlined,
  EditOutlined,
  ExportOutlined,
  MoreOutlined,
  PlusOutlined,
  UserAddOutlined,
} from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { Can, DepartmentTree } from '@hufu/contract'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMe } from '../../data/me.ts'
import { readAgain } from '../../data/queries.ts'
import { ButtonMenu } from '../../ui/button-menu.tsx'
import { indexOf, mayIn, nameIn, pathOf } from '../../ui/department-index.ts'
import type { DepartmentIndex } from '../../ui/department-index.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton, whyNot } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'
import { DepartmentForms } from './department-forms.tsx'
import type { OpenForm } from './department-forms.tsx'

type Props = {
  readonly tree: DepartmentTree
  readonly departmentId: string
  /** The department shown went away: show this one. */
  readonly onGone: (id: string) => void
}

const asks = {
  edit: 'org.dept.edit',
  move: 'org.dept.move',
  remove: 'org.dept.delete',
  invite: 'org.member.invite',
} as const

/** What the server says of a department in bits, as a `can` with its reason. */
function useCanIn(index: DepartmentIndex, id: string): (what: keyof typeof asks) => Can {
  const me = useMe()
  return (what) => {
    if (mayIn(index, id, what)) return { allowed: true, because: 'granted' }
    const anywhere = me.can[asks[what]]
    return {
      allowed: false,
      because: anywhere?.allowed === false ? anywhere.because : 'authority/out-of-scope',
    }
  }
}

/** Name and path of the chosen department, and what can be done with it. */
export function DepartmentHead({ tree, departmentId, onGone }: Props) {
  const { t } = useTranslation('directory')
  const index = indexOf(tree)
  const can = useCanIn(index, departmentId)
  const [form, setForm] = useState<OpenForm>(null)
  const name = nameIn(index, departmentId) ?? ''
  const above = pathOf(index, departmentId).slice(0, -1)
  return (
    <>
      <PageHead
        title={name}
        lead={above.length === 0 ? undefined : above.join(' / ')}
        acts={
          <>
            <ReasonButton
              type="primary"
              icon={<UserAddOutlined />}
              can={can('invite')}
              permission={asks.invite}
              onClick={() => setForm('member')}
            >
              {t('members.add')}
            </ReasonButton>
            <ReasonButton
              icon={<PlusOutlined />}
              can={can('edit')}
              permission={asks.edit}
              onClick={() => setForm('create')}
            >
              {t('department.create')}
            </ReasonButton>
            <MoreActs index={index} departmentId={departmentId} can={can} onForm={setForm} onGone={onGone} />
          </>
        }
      />
      <DepartmentForms form={form} index={index} departmentId={departmentId} onClose={() => setForm(null)} />
    </>
  )
}

type MoreProps = {
  readonly index: DepartmentIndex
  readonly departmentId: string
  readonly can: (what: keyof typeof asks) => Can
  readonly onForm: (form: OpenForm) => void
  readonly onGone: (id: string) => void
}

function MoreActs({ index, departmentId, can, onForm, onGone }: MoreProps) {
  const { t } = useTranslation('directory')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const name = nameIn(index, departmentId) ?? ''
  const place = index.place.get(departmentId) ?? 0
  const parent = index.tree.ids[index.tree.parents[place] ?? -1]
  const remove = (): void =>
    askFirst({
      title: t('department.removeTitle', { name }),
      lines: [t('department.removeLine', { name })],
      act: t('department.remove'),
      reason: false,
      onAct: async () => {
        const { applied } = await ask(contract.directory.removeDepartment, { params: { departmentId } })
        tell.done(t('department.removed'), applied)
        if (parent !== undefined) onGone(parent)
        await readAgain(contract.directory.tree)
      },
    })
  const item = (key: keyof typeof asks, label: string, icon: ReactNode, danger = false) => {
    const may = parent === undefined && key !== 'edit' ? rootStays : can(key)
    return {
      key,
      icon,
      danger,
      disabled: !may.allowed,
      label: may.allowed ? label : <span title={whyNot(may, asks[key])}>{label}</span>,
    }
  }
  const items = [
    item('edit', t('department.rename'), <EditOutlined />),
    item('move', t('department.move'), <ExportOutlined />),
    item('remove', t('department.remove'), <DeleteOutlined />, true),
  ]
  const go = (key: string): void =>
    key === 'edit' ? onForm('rename') : key === 'move' ? onForm('move') : remove()
  return (
    <>
      <ButtonMenu items={items} onChoose={go}>
        <Button icon={<MoreOutlined />} aria-label={t('department.actions')} aria-haspopup="menu" />
      </ButtonMenu>
      {dialog}
    </>
  )
}

const rootStays: Can = { allowed: false, because: 'directory/root-fixed' }
