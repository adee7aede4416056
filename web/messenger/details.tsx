import { CrownOutlined, EditOutlined, UserAddOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { ConversationMember, ConversationView } from '@hufu/contract'
import { Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { dropConversation } from '../data/conversations.ts'
import { useMe } from '../data/me.ts'
import { readAgain } from '../data/queries.ts'
import { FormDrawer } from '../ui/form-drawer.tsx'
import { MemberPicker } from '../ui/member-picker.tsx'
import { Person } from '../ui/person.tsx'
import { usePhone } from '../ui/phone.ts'
import type { Chosen } from '../ui/picker.ts'
import { ReasonButton } from '../ui/reason-button.tsx'
import { StatusTag } from '../ui/tags.tsx'
import { useTell } from '../ui/tell.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'
import { PersonCard } from './person-card.tsx'

type Props = {
  readonly view: ConversationView
  readonly onClose: () => void
  readonly onOpen: (id: string | null) => void
}

/** Who is in a conversation, and what may be done with it. */
export function Details({ view, onClose, onOpen }: Props) {
  const { t } = useTranslation('messenger')
  const phone = usePhone()
  return (
    <Drawer
      open
      size={phone ? '100%' : 380}
      title={view.kind === 'group' ? t('panel.label') : t('panel.person')}
      onClose={onClose}
    >
      {view.kind === 'group' ? (
        <Group view={view} onClose={onClose} onOpen={onOpen} />
      ) : view.otherId === null ? null : (
        <PersonCard memberId={view.otherId} onMessage={onClose} />
      )}
    </Drawer>
  )
}

const refresh = (): Promise<void> =>
  readAgain(contract.messaging.conversation, contract.messaging.conversations)

function Group({ view, onClose, onOpen }: Props) {
  return (
    <div className="group-panel">
      <Title view={view} />
      <Members view={view} />
      <Ending view={view} onClose={onClose} onOpen={onOpen} />
    </div>
  )
}

function Title({ view }: Pick<Props, 'view'>) {
  const { t } = useTranslation('messenger')
  const tell = useTell()
  const [open, setOpen] = useState(false)
  return (
    <div className="group-title">
      <h2>{view.title}</h2>
      <ReasonButton
        can={view.can['manage']}
        permission="group.member.manage"
        type="text"
        icon={<EditOutlined />}
        aria-label={t('panel.rename')}
        onClick={() => setOpen(true)}
      />
      {open ? (
        <FormDrawer
          title={t('panel.rename')}
          initial={{ name: view.title }}
          onClose={() => setOpen(false)}
          onSend={async ({ name }) => {
            const done = await ask(contract.messaging.rename, {
              params: { conversationId: view.id },
              body: { name: name.trim() },
            })
            tell.done(t('panel.renamed'), done.applied)
            await refresh()
          }}
        >
          <Form.Item
            name="name"
            label={t('panel.name')}
            rules={[{ required: true, whitespace: true, max: 80 }]}
          >
            <Input autoFocus maxLength={80} />
          </Form.Item>
        </FormDrawer>
      ) : null}
    </div>
  )
}

const FIND_FROM = 12

function Members({ view }: Pick<Props, 'view'>) {
  const { t } = useTranslation('messenger')
  const [find, setFind] = useState('')
  const wanted = find.trim().toLowerCase()
  const shown = view.members
    .filter(({ name, department }) => `${name} ${department}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => Number(b.owner) - Number(a.owner))
  return (
    <section aria-label={t('panel.members', { count: view.members.length })}>
      <header className="group-members-head">
        <h3>{t('panel.members', { count: view.members.length })}</h3>
        <Adding view={view} />
      </header>
      {view.members.length >= FIND_FROM ? (
        <Input
          allowClear
          value={find}
          placeholder={t('panel.find')}
          aria-label={t('panel.find')}
          onChange={(event) => setFind(event.target.value)}
        />
      ) : null}
      <ul className="group-members">
        {shown.map((member) => (
          <MemberRow key={member.memberId} member={member} view={view} />
        ))}
      </ul>
    </section>
  )
}

function Adding({ view }: Pick<Props, 'view'>) {
  const { t } = useTranslation('messenger')
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const add = async (chosen: readonly Chosen[]): Promise<void> => {
    setOpen(false)
    if (chosen.length === 0) return
    const memberIds = chosen.map(({ id }) => id)
    try {
      const done = await ask(contract.messaging.addMembers, {
        params: { conversationId: view.id },
        body: { memberIds },
      })
      tell.done(t('panel.added', { count: chosen.length }), done.applied)
      await refresh()
    } catch (error) {
      tell.problem(error)
    }
  }
  return (
    <>
      <ReasonButton
        can={view.can['invite']}
        permission="group.member.manage"
        icon={<UserAddOutlined />}
        onClick={() => setOpen(true)}
      >
        {t('panel.add')}
      </ReasonButton>
      <MemberPicker
        what="members"
        open={open}
        title={t('panel.addTitle')}
        chosen={[]}
        without={new Set(view.members.map(({ memberId }) => memberId))}
        onDone={(chosen) => void add(chosen)}
        onCancel={() => setOpen(false)}
      />
    </>
  )
}

type MemberProps = { readonly member: ConversationMember; readonly view: ConversationView }

function MemberRow({ member, view }: MemberProps) {
  const { t } = useTranslation('messenger')
  const me = useMe()
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const { memberId, name, department, owner, status } = member
  const remove = (): void =>
    askFirst({
      title: t('panel.removeOf', { name }),
      lines: [t('panel.removeLines.now', { name }), t('panel.removeLines.line')],
      act: t('panel.remove'),
      reason: false,
      onAct: async () => {
        const done = await ask(contract.messaging.removeMember, {
          params: { conversationId: view.id, memberId },
        })
        tell.done(t('panel.removed', { name }), done.applied)
        await refresh()
      },
    })
  return (
    <li>
      <Person name={name} hint={department} />
      {owner ? (
        <span className="tag">
          <CrownOutlined aria-hidden /> {t('panel.owner')}
        </span>
      ) : null}
      {status === 'active' ? null : <StatusTag status={status} />}
      {memberId === me.id ? null : (
        <ReasonButton
          can={view.can['manage']}
          permission="group.member.manage"
          size="small"
          type="text"
          aria-label={t('panel.removeOf', { name })}
          onClick={remove}
        >
          {t('panel.remove')}
        </ReasonButton>
      )}
      {dialog}
    </li>
  )
}

function Ending({ view, onClose, onOpen }: Props) {
  const { t } = useTranslation('messenger')
  const me = useMe()
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const conversationId = view.id
  const gone = async (words: string): Promise<void> => {
    tell.done(words)
    onClose()
    onOpen(null)
    dropConversation(conversationId)
    await readAgain(contract.messaging.conversations)
  }
  const leave = (): void =>
    askFirst({
      title: t('panel.leave'),
      lines: [
        t('panel.leaveLines.now'),
        ...(view.ownerId === me.id && view.members.length > 1 ? [t('panel.leaveLines.owner')] : []),
        t('panel.leaveLines.line'),
      ],
      act: t('panel.leave'),
      reason: false,
      onAct: async () => {
        await ask(contract.messaging.removeMember, { params: { conversationId, memberId: me.id } })
        await gone(t('panel.left'))
      },
    })
  const dissolve = (): void =>
    askFirst({
      title: t('panel.dissolve'),
      lines: [t('panel.dissolveLines.now', { count: view.members.length }), t('panel.dissolveLines.back')],
      act: t('panel.dissolve'),
      reason: false,
      onAct: async () => {
        await ask(contract.messaging.dissolve, { params: { conversationId }, body: {} })
        await gone(t('panel.dissolved'))
      },
    })
  return (
    <footer className="group-ending">
      <ReasonButton can={view.can['leave']} permission="msg.read" block onClick={leave}>
        {t('panel.leave')}
      </ReasonButton>
      <ReasonButton can={view.can['dissolve']} permission="group.dissolve" block danger onClick={dissolve}>
        {t('panel.dissolve')}
      </ReasonButton>
      {dialog}
    </footer>
  )
}
