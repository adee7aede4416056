import { NAME_MAX, contract } from '@hufu/contract'
import type { Can } from '@hufu/contract'
import { Alert, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { PermissionChecks } from '../../rights/permission-checks.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { usePhone } from '../../ui/phone.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

type Role = AnswerOf<typeof contract.authority.roles>['items'][number]
type Values = { readonly name: string; readonly permissions: readonly string[] }
type Props = {
  readonly open: boolean
  /** Null while open: a new one is made. */
  readonly role: Role | null
  readonly template: Role | null
  readonly can: Can
  readonly onCopy: (role: Role) => void
  readonly onClose: () => void
}

/** One role: seen first, changed or removed when it is one's own to change; or a new one. */
export function RoleDrawer(props: Props) {
  const { t } = useTranslation('authority')
  const [changing, setChanging] = useState(false)
  const { open, role, template, onClose } = props
  if (!open) return null
  if (role === null) {
    const name = template === null ? '' : t('roles.copyName', { name: template.name })
    return (
      <RoleForm known={null} initial={{ name, permissions: template?.permissions ?? [] }} onClose={onClose} />
    )
  }
  if (changing) return <RoleForm known={role} initial={role} onClose={() => setChanging(false)} />
  return <RoleView {...props} shown={role} onChange={() => setChanging(true)} />
}

type ViewProps = Props & { readonly shown: Role; readonly onChange: () => void }

function RoleView({ shown: role, can, onCopy, onClose, onChange }: ViewProps) {
  const { t } = useTranslation('authority')
  const { t: common } = useTranslation()
  const phone = usePhone()
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const mine: Can = role.builtIn ? { allowed: false, because: 'authority/role-built-in' } : can
  const remove = (): void =>
    askFirst({
      title: t('roles.removeTitle', { name: role.name }),
      lines: [t('roles.removeLine', { name: role.name })],
      act: t('roles.remove'),
      reason: false,
      onAct: async () => {
        const { applied } = await ask(contract.authority.removeRole, { params: { roleId: role.id } })
        tell.done(t('roles.removed'), applied)
        onClose()
        await readAgain()
      },
    })
  const acts = (
    <div className="drawer-foot">
      <ReasonButton danger can={mine} permission="admin.role.manage" onClick={remove}>
        {common('act.remove')}
      </ReasonButton>
      <ReasonButton can={can} permission="admin.role.manage" onClick={() => onCopy(role)}>
        {t('roles.copy')}
      </ReasonButton>
      <ReasonButton type="primary" can={mine} permission="admin.role.manage" onClick={onChange}>
        {common('act.edit')}
      </ReasonButton>
    </div>
  )
  return (
    <Drawer
      open
      size={phone ? '100%' : 600}
      title={t('roles.viewTitle', { name: role.name })}
      onClose={onClose}
      footer={acts}
    >
      <PermissionChecks kind="both" readOnly value={role.permissions} label={t('roles.permissions')} />
      {dialog}
    </Drawer>
  )
}

type FormProps = { readonly known: Role | null; readonly initial: Values; readonly onClose: () => void }

function RoleForm({ known, initial, onClose }: FormProps) {
  const { t } = useTranslation('authority')
  const { t: common } = useTranslation()
  const tell = useTell()
  const send = async ({ name, permissions }: Values): Promise<void> => {
    const body = { name, permissions: [...permissions] }
    const { applied } =
      known === null
        ? await ask(contract.authority.createRole, { body })
        : await ask(contract.authority.changeRole, { params: { roleId: known.id }, body })
    tell.done(t(known === null ? 'roles.created' : 'roles.changed'), applied)
    await readAgain()
  }
  return (
    <FormDrawer<Values>
      title={known === null ? t('roles.create') : t('roles.changeTitle', { name: known.name })}
      width={640}
      initial={{ name: initial.name, permissions: initial.permissions }}
      onClose={onClose}
      onSend={send}
    >
      {known === null || known.holders === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          className="refusal"
          title={t('roles.changeLine', { count: known.holders })}
        />
      )}
      <Form.Item
        name="name"
        label={t('roles.name')}
        rules={[
          { required: true, whitespace: true, message: common('field.needed', { name: t('roles.name') }) },
        ]}
      >
        <Input autoFocus maxLength={NAME_MAX} />
      </Form.Item>
      <Form.Item name="permissions" required label={t('roles.permissions')}>
        <PermissionChecks kind="feature" label={t('roles.permissions')} />
      </Form.Item>
    </FormDrawer>
  )
}
