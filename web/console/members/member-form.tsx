import { NAME_MAX, contract } from '@hufu/contract'
import type { HideableField, MemberCard } from '@hufu/contract'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { PickerField } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { useTell } from '../../ui/tell.tsx'
import { AppointmentFields } from './appointment-fields.tsx'

type Values = {
  readonly name: string
  readonly login: string
  readonly phone?: string
  readonly email?: string
  readonly employeeNo?: string
  readonly department: readonly Chosen[]
  readonly positionId?: string | null
  readonly head?: boolean
  readonly manager?: readonly Chosen[]
}

type Props = {
  /** Null: somebody new. */
  readonly member: MemberCard | null
  /** Offered first to somebody new. */
  readonly department?: Chosen
  readonly onClose: () => void
  readonly onAdded?: (memberId: string) => void
}

const orNull = (text: string | undefined): string | null => {
  const value = text?.trim() ?? ''
  return value === '' ? null : value
}

/** The form of a person: somebody new with their first appointment, or the profile of somebody known. */
export function MemberForm({ member, department, onClose, onAdded }: Props) {
  const { t } = useTranslation('directory')
  const send = useSend(member, onAdded)
  return (
    <FormDrawer<Values>
      title={member === null ? t('member.addTitle') : t('member.editTitle', { name: member.name })}
      initial={
        member === null ? { department: department === undefined ? [] : [department] } : valuesOf(member)
      }
      onClose={onClose}
      onSend={send}
    >
      <ProfileItems hidden={member?.hidden ?? []} />
      {member === null ? <AppointmentFields /> : null}
      {member === null || member.hidden.includes('manager') ? null : <ManagerItem memberId={member.id} />}
    </FormDrawer>
  )
}

function useSend(member: MemberCard | null, onAdded: Props['onAdded']): (values: Values) => Promise<void> {
  const { t } = useTranslation('directory')
  const tell = useTell()
  return async (values) => {
    const phone = orNull(values.phone)
    if (member === null) {
      const profile = {
        name: values.name,
        login: values.login,
        email: orNull(values.email),
        employeeNo: orNull(values.employeeNo),
      }
      const { id, applied } = await ask(contract.directory.addMember, {
        body: {
          ...profile,
          phone,
          departmentId: values.department[0]?.id ?? '',
          positionId: values.positionId ?? null,
          head: values.head ?? false,
        },
      })
      tell.done(t('member.added'), applied)
      await Promise.all([readAgain(contract.directory.tree), readAgain()])
      onAdded?.(id)
    } else {
      const { hidden } = member
      const managerId = values.manager?.[0]?.id ?? null
      const { applied } = await ask(contract.directory.changeMember, {
        params: { memberId: member.id },
        body: {
          name: values.name,
          // What is hidden was not shown, so it is not sent back empty.
          ...(hidden.includes('login') ? {} : { login: values.login }),
          ...(hidden.includes('email') ? {} : { email: orNull(values.email) }),
          ...(hidden.includes('employeeNo') ? {} : { employeeNo: orNull(values.employeeNo) }),
          // A phone that was shown masked and left alone is not sent back as stars.
          ...(hidden.includes('phone') || phone === member.phone ? {} : { phone }),
          // The same of a manager whom the rules keep from these eyes.
          ...(hidden.includes('manager') || managerId === member.managerId ? {} : { managerId }),
        },
      })
      tell.done(t('member.saved'), applied)
      await readAgain()
    }
  }
}

const valuesOf = (member: MemberCard): Partial<Values> => ({
  name: member.name,
  login: member.login,
  phone: member.phone ?? '',
  email: member.email ?? '',
  employeeNo: member.employeeNo ?? '',
  manager:
    member.managerId === null
      ? []
      : [{ type: 'member', id: member.managerId, name: member.managerName ?? '' }],
})

function ProfileItems({ hidden }: { readonly hidden: readonly HideableField[] }) {
  const { t } = useTranslation('directory')
  const { t: common } = useTranslation()
  const needed = (name: string) => [
    { required: true, whitespace: true, message: common('field.needed', { name }) },
  ]
  return (
    <>
      <Form.Item name="name" label={t('member.name')} rules={needed(t('member.name'))}>
        <Input autoFocus autoComplete="off" maxLength={NAME_MAX} />
      </Form.Item>
      {hidden.includes('login') ? null : (
        <Form.Item
          name="login"
          label={t('member.login')}
          extra={t('member.loginHint')}
          rules={needed(t('member.login'))}
        >
          <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
        </Form.Item>
      )}
      {hidden.includes('phone') ? null : (
        <Form.Item
          name="phone"
          label={t('member.phone')}
          rules={[{ pattern: /^$|^\+?[0-9][0-9* -]{4,20}$/, message: t('member.phoneWrong') }]}
        >
          <Input autoComplete="off" inputMode="tel" maxLength={24} />
        </Form.Item>
      )}
      {hidden.includes('email') ? null : (
        <Form.Item
          name="email"
          label={t('member.email')}
          rules={[{ type: 'email', message: t('member.emailWrong') }]}
        >
          <Input autoComplete="off" inputMode="email" maxLength={254} />
        </Form.Item>
      )}
      {hidden.includes('employeeNo') ? null : (
        <Form.Item name="employeeNo" label={t('member.employeeNo')}>
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
      )}
    </>
  )
}

function ManagerItem({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation('directory')
  return (
    <Form.Item name="manager" label={t('member.manager')} extra={t('member.noManager')}>
      <PickerField what="members" many={false} label={t('member.manager')} without={new Set([memberId])} />
    </Form.Item>
  )
}
