import { EditOutlined, LinkOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { MemberCard } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Descriptions, Drawer } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { orHidden } from '../../ui/hidden-value.tsx'
import { usePhone } from '../../ui/phone.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { Shown } from '../../ui/states.tsx'
import { StatusTag, TierTag } from '../../ui/tags.tsx'
import { Time } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'
import { Appointments } from './appointments.tsx'
import { InvitationDialog } from './invitation-dialog.tsx'
import { LifeActs } from './life-acts.tsx'
import { MemberForm } from './member-form.tsx'
import { MemberFactors } from './member-factors.tsx'
import { MemberSessions } from './member-sessions.tsx'

type Props = { readonly memberId: string | null; readonly onClose: () => void }

/** One person: who they are, where they work, and what can be done. */
export function MemberDrawer({ memberId, onClose }: Props) {
  const { t } = useTranslation('directory')
  const phone = usePhone()
  return (
    <Drawer open={memberId !== null} size={phone ? '100%' : 560} title={t('member.drawer')} onClose={onClose}>
      {memberId === null ? null : <Loaded key={memberId} memberId={memberId} />}
    </Drawer>
  )
}

function Loaded({ memberId }: { readonly memberId: string }) {
  const read = useAsk(contract.directory.member, { params: { memberId } })
  return <Shown read={read}>{(member) => <Card member={member} />}</Shown>
}

function Card({ member }: { readonly member: MemberCard }) {
  const { t } = useTranslation('directory')
  const [form, setForm] = useState<'edit' | 'invite' | null>(null)
  const { can } = member
  return (
    <div className="card">
      <div className="card-head">
        <Avatar name={member.name} size={56} />
        <div>
          <h2>{member.name}</h2>
          <p className="card-tags">
            <StatusTag status={member.status} /> <TierTag tier={member.tier} always />
          </p>
        </div>
      </div>
      <div className="card-acts">
        <Link to="/console/members/$memberId" params={{ memberId: member.id }} className="link-button">
          <SafetyCertificateOutlined aria-hidden /> {t('member.profile')}
        </Link>
        <ReasonButton
          icon={<EditOutlined />}
          can={can['org.member.edit']}
          permission="org.member.edit"
          onClick={() => setForm('edit')}
        >
          {t('member.edit')}
        </ReasonButton>
        <ReasonButton
          icon={<LinkOutlined />}
          can={can['org.member.invite']}
          permission="org.member.invite"
          onClick={() => setForm('invite')}
        >
          {t('invitation.make')}
        </ReasonButton>
      </div>
      <Basics member={member} />
      <Appointments member={member} />
      <MemberFactors member={member} />
      <MemberSessions member={member} />
      <LifeActs member={member} />
      {form === 'edit' ? <MemberForm member={member} onClose={() => setForm(null)} /> : null}
      {form === 'invite' ? <InvitationDialog member={member} onClose={() => setForm(null)} /> : null}
    </div>
  )
}

function Basics({ member }: { readonly member: MemberCard }) {
  const { t } = useTranslation('directory')
  const orUnset = (value: string | null): ReactNode =>
    value ?? <span className="quiet">{t('member.unset')}</span>
  return (
    <Descriptions
      title={t('member.basics')}
      column={1}
      size="small"
      items={[
        { key: 'login', label: t('member.login'), children: orHidden(member, 'login', member.login) },
        {
          key: 'phone',
          label: t('member.phone'),
          children: orHidden(member, 'phone', orUnset(member.phone)),
        },
        {
          key: 'email',
          label: t('member.email'),
          children: orHidden(member, 'email', orUnset(member.email)),
        },
        {
          key: 'employeeNo',
          label: t('member.employeeNo'),
          children: orHidden(member, 'employeeNo', orUnset(member.employeeNo)),
        },
        {
          key: 'manager',
          label: t('member.manager'),
          children: orHidden(member, 'manager', member.managerName ?? t('member.noManager')),
        },
        {
          key: 'groups',
          label: t('member.groups'),
          children:
            member.groups.length === 0 ? t('member.noGroups') : listed(member.groups.map(({ name }) => name)),
        },
        { key: 'created', label: t('member.created'), children: <Time at={member.createdAt} /> },
        ...(member.departedAt === null
          ? []
          : [{ key: 'departed', label: t('member.departed'), children: <Time at={member.departedAt} /> }]),
      ]}
    />
  )
}
