import { EyeInvisibleOutlined, MessageOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { MemberCard } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { isProblem } from '../data/problem.ts'
import { useAsk } from '../data/queries.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Facts } from '../ui/facts.tsx'
import { orHidden } from '../ui/hidden-value.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import { EmptyState, Shown } from '../ui/states.tsx'
import { StatusTag, TierTag } from '../ui/tags.tsx'
import { useTell } from '../ui/tell.tsx'
import { listed } from '../words/listed.ts'
import { openDirect } from './start-menu.tsx'

type Props = { readonly memberId: string; readonly onMessage?: () => void }

/** A colleague's card: who they are, where they work, and the way to write to them. */
export function PersonCard({ memberId, onMessage }: Props) {
  const card = useAsk(contract.directory.member, { params: { memberId } })
  // Somebody one talks with may be hidden: their name stands in the conversation, and that is all there is.
  if (isProblem(card.error) && card.error.code === 'directory/not-found') return <Unseen />
  return <Shown read={card}>{(member) => <Card member={member} onMessage={onMessage} />}</Shown>
}

function Unseen() {
  const { t } = useTranslation('visibility')
  return <EmptyState icon={<EyeInvisibleOutlined />} title={t('unseen')} />
}

function Card({
  member,
  onMessage,
}: {
  readonly member: MemberCard
  readonly onMessage: Props['onMessage']
}) {
  const { t } = useTranslation('messenger')
  const me = useMe()
  const navigate = useNavigate()
  const tell = useTell()
  const [busy, setBusy] = useState(false)
  const message = async (): Promise<void> => {
    setBusy(true)
    try {
      const id = await openDirect(member.id)
      onMessage?.()
      await navigate({ to: '/', search: { c: id } })
    } catch (error) {
      tell.problem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="person-card" aria-label={t('contacts.card', { name: member.name })} role="group">
      <header>
        <Avatar name={member.name} size={56} />
        <div>
          <h2>{member.name}</h2>
          <p className="person-tags">
            <TierTag tier={member.tier} />
            {member.status === 'active' ? null : <StatusTag status={member.status} />}
          </p>
        </div>
      </header>
      {member.id === me.id ? null : (
        <ReasonButton
          can={member.can['msg.dm']}
          permission="msg.dm"
          type="primary"
          icon={<MessageOutlined />}
          loading={busy}
          block
          onClick={() => void message()}
        >
          {t('contacts.message')}
        </ReasonButton>
      )}
      <Facts facts={factsOf(member, t)} />
    </div>
  )
}

type T = ReturnType<typeof useTranslation<'messenger'>>['t']

function factsOf(member: MemberCard, t: T) {
  const none = t('contacts.none')
  const places = member.appointments.map(({ id, departmentPath, positionName, head }) => (
    <span key={id} className="place">
      {departmentPath.join(' / ')}
      {positionName === null ? '' : ` · ${positionName}`}
      {head ? <span className="tag">{t('contacts.head')}</span> : null}
    </span>
  ))
  return [
    {
      key: 'department',
      label: t('contacts.department'),
      value: places.length === 0 ? none : <div className="places">{places}</div>,
    },
    {
      key: 'manager',
      label: t('contacts.manager'),
      value: orHidden(member, 'manager', member.managerName ?? none),
    },
    { key: 'phone', label: t('contacts.phone'), value: orHidden(member, 'phone', member.phone ?? none) },
    { key: 'email', label: t('contacts.email'), value: orHidden(member, 'email', member.email ?? none) },
    { key: 'login', label: t('contacts.login'), value: orHidden(member, 'login', member.login) },
    {
      key: 'employeeNo',
      label: t('contacts.employeeNo'),
      value: orHidden(member, 'employeeNo', member.employeeNo ?? none),
    },
    {
      key: 'groups',
      label: t('contacts.groups'),
      value: member.groups.length === 0 ? none : listed(member.groups.map(({ name }) => name)),
    },
  ]
}
