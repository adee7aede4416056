import { PlusOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { putConversation } from '../data/conversations.ts'
import { useMay, useMe } from '../data/me.ts'
import { readAgain } from '../data/queries.ts'
import { Avatar } from '../ui/avatar.tsx'
import { ButtonMenu } from '../ui/button-menu.tsx'
import { FormDrawer } from '../ui/form-drawer.tsx'
import { MemberPicker } from '../ui/member-picker.tsx'
import type { Chosen } from '../ui/picker.ts'
import { whyNot } from '../ui/reason-button.tsx'
import { useTell } from '../ui/tell.tsx'
import { listed } from '../words/listed.ts'

type Props = { readonly onOpen: (id: string) => void; readonly withWords?: boolean }
type Step = 'none' | 'direct' | 'group'

/** Starts a conversation: with one person, or a group with a name. */
export function StartMenu({ onOpen, withWords = false }: Props) {
  const { t } = useTranslation('messenger')
  const [step, setStep] = useState<Step>('none')
  const direct = useMay('msg.dm')
  const group = useMay('group.create')
  const items = [
    {
      key: 'direct',
      icon: <UserOutlined />,
      label: t('start.direct'),
      disabled: !direct.allowed,
      title: direct.allowed ? '' : whyNot(direct, 'msg.dm'),
    },
    {
      key: 'group',
      icon: <TeamOutlined />,
      label: t('start.group'),
      disabled: !group.allowed,
      title: group.allowed ? '' : whyNot(group, 'group.create'),
    },
  ]
  return (
    <>
      <ButtonMenu items={items} onChoose={(key) => setStep(key === 'group' ? 'group' : 'direct')}>
        <Button
          type={withWords ? 'primary' : 'default'}
          icon={<PlusOutlined />}
          aria-label={t('start.button')}
          aria-haspopup="menu"
        >
          {withWords ? t('start.button') : null}
        </Button>
      </ButtonMenu>
      <StartDirect open={step === 'direct'} onClose={() => setStep('none')} onOpen={onOpen} />
      {step === 'group' ? <StartGroup onClose={() => setStep('none')} onOpen={onOpen} /> : null}
    </>
  )
}

type StepProps = { readonly onClose: () => void; readonly onOpen: (id: string) => void }

function StartDirect({ open, onClose, onOpen }: StepProps & { readonly open: boolean }) {
  const { t } = useTranslation('messenger')
  const me = useMe()
  const tell = useTell()
  const start = async ([one]: readonly Chosen[]): Promise<void> => {
    if (one === undefined) return
    try {
      onOpen(await openDirect(one.id))
      onClose()
    } catch (error) {
      tell.problem(error)
    }
  }
  return (
    <MemberPicker
      what="members"
      many={false}
      open={open}
      title={t('start.directTitle')}
      chosen={[]}
      without={new Set([me.id])}
      onDone={(chosen) => void start(chosen)}
      onCancel={onClose}
    />
  )
}

/** Opens the conversation with one person and answers its id. Throws `Problem`. */
export async function openDirect(memberId: string): Promise<string> {
  const opened = await ask(contract.messaging.open, { body: { kind: 'dm', memberId } })
  putConversation(opened)
  return opened.id
}

function StartGroup({ onClose, onOpen }: StepProps) {
  const { t } = useTranslation('messenger')
  const me = useMe()
  const [chosen, setChosen] = useState<readonly Chosen[] | null>(null)
  if (chosen === null)
    return (
      <MemberPicker
        what="members"
        open
        title={t('start.groupTitle')}
        chosen={[]}
        without={new Set([me.id])}
        onDone={setChosen}
        onCancel={onClose}
      />
    )
  const create = async ({ name }: { readonly name: string }): Promise<void> => {
    const memberIds = chosen.map(({ id }) => id)
    const opened = await ask(contract.messaging.open, {
      body: { kind: 'group', name: name.trim(), memberIds },
    })
    putConversation(opened)
    await readAgain(contract.messaging.conversations)
    onOpen(opened.id)
  }
  const suggested = [me, ...chosen].slice(0, 4).map(({ name }) => name)
  return (
    <FormDrawer
      title={t('start.group')}
      initial={{ name: listed(suggested).slice(0, 40) }}
      act={t('start.create')}
      onClose={onClose}
      onSend={create}
    >
      <Form.Item name="name" label={t('start.name')} rules={[{ required: true, whitespace: true, max: 80 }]}>
        <Input autoFocus placeholder={t('start.nameHint')} maxLength={80} />
      </Form.Item>
      <p className="quiet">{t('start.who')}</p>
      <ul className="start-who">
        {chosen.map(({ id, name, hint }) => (
          <li key={id} title={hint}>
            <Avatar name={name} size={26} /> {name}
          </li>
        ))}
      </ul>
    </FormDrawer>
  )
}
