import { EVIDENCE_MAX } from '@hufu/contract'
import { Button, Input, Space, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { evidenceKey } from './evidence.ts'
import type { EvidenceChosen } from './evidence.ts'
import { MessagePicker } from './message-picker.tsx'

export { sentEvidence } from './evidence.ts'

const TICKET_MAX = 80

type Props = {
  readonly id?: string
  readonly value?: readonly EvidenceChosen[]
  readonly onChange?: (evidence: readonly EvidenceChosen[]) => void
}

/** A form's field for what shows the need: a ticket's number, or a message or file from a conversation of mine. */
export function EvidenceField({ id, value = [], onChange }: Props) {
  const { t } = useTranslation('asking')
  const { t: words } = useTranslation('requests')
  const [picking, setPicking] = useState(false)
  const add = (one: EvidenceChosen): void => {
    const known = value.some((other) => evidenceKey(other) === evidenceKey(one))
    if (!known && value.length < EVIDENCE_MAX) onChange?.([...value, one])
  }
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field evidence-field">
      {value.map((one) => (
        <Tag
          key={evidenceKey(one)}
          closable
          onClose={(event) => {
            event.preventDefault()
            onChange?.(value.filter((other) => other !== one))
          }}
        >
          <small>{words(`terms.${one.sent.type}`)}</small> {one.label}
        </Tag>
      ))}
      <TicketInput onAdd={add} />
      <Button onClick={() => setPicking(true)}>{t('evidence.pick')}</Button>
      {picking ? (
        <MessagePicker
          onClose={() => setPicking(false)}
          onPick={(one) => {
            add(one)
            setPicking(false)
          }}
        />
      ) : null}
    </div>
  )
}

function TicketInput({ onAdd }: { readonly onAdd: (one: EvidenceChosen) => void }) {
  const { t } = useTranslation('asking')
  const [number, setNumber] = useState('')
  const add = (): void => {
    const typed = number.trim()
    if (typed === '') return
    onAdd({ sent: { type: 'ticket', number: typed }, label: typed })
    setNumber('')
  }
  return (
    <Space.Compact block>
      <Input
        value={number}
        maxLength={TICKET_MAX}
        aria-label={t('evidence.ticket')}
        placeholder={t('evidence.ticket')}
        onChange={(event) => setNumber(event.target.value)}
        onPressEnter={(event) => {
          // Enter adds the number; it does not send the form.
          event.preventDefault()
          add()
        }}
      />
      <Button onClick={add} disabled={number.trim() === ''}>
        {t('evidence.add')}
      </Button>
    </Space.Compact>
  )
}
