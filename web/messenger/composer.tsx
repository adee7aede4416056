import { LockOutlined, PaperClipOutlined, SendOutlined } from '@ant-design/icons'
import { MESSAGE_MAX, UPLOAD_BYTES_MAX } from '@hufu/contract'
import type { Conversation } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { useRef, useState } from 'react'
import type { DragEvent, KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { draftOf, keepDraft } from '../data/drafts.ts'
import { useLost } from '../data/lost-rights.ts'
import { useMe } from '../data/me.ts'
import { fits, sendFile, sendText } from '../data/outbox.ts'
import { usePhone } from '../ui/phone.ts'
import { ReasonButton, whyNot } from '../ui/reason-button.tsx'

/** Where one writes. Without the right it says so, with who took it and why, and keeps what was typed. */
export function Composer({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation('messenger')
  const me = useMe()
  const { id } = conversation
  const [text, setText] = useState(() => draftOf(me.id, id))
  const allowed = conversation.can['send']?.allowed === true
  const type = (next: string): void => {
    setText(next)
    keepDraft(me.id, id, next)
  }
  const ready = allowed && text.length <= MESSAGE_MAX && text.trim() !== ''
  const send = (): void => {
    if (!ready) return
    sendText(id, text.trim())
    type('')
  }
  const files = useFiles(conversation)
  return (
    <div
      className={files.over ? 'composer composer-drop' : 'composer'}
      data-drop={t('composer.drop')}
      {...files.dropping}
    >
      {allowed ? null : <Why conversation={conversation} />}
      <Field text={text} allowed={allowed} onType={type} onSend={send} />
      <div className="composer-foot">
        <ReasonButton
          can={conversation.can['upload']}
          permission={conversation.asked['upload'] ?? 'file.upload'}
          type="text"
          icon={<PaperClipOutlined />}
          aria-label={t('composer.attach')}
          onClick={files.choose}
        />
        {files.input}
        <Hint length={text.length} />
        <Button type="primary" icon={<SendOutlined />} disabled={!ready} onClick={send}>
          {t('composer.send')}
        </Button>
      </div>
    </div>
  )
}

type FieldProps = {
  readonly text: string
  readonly allowed: boolean
  readonly onType: (text: string) => void
  readonly onSend: () => void
}

/** Safari says that a word is picked right before the key that picked it; no two keys of a hand are this close. */
const PICKED_MS = 30

function Field({ text, allowed, onType, onSend }: FieldProps) {
  const { t } = useTranslation('messenger')
  const phone = usePhone()
  const picked = useRef(0)
  const sends = ({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean =>
    key === 'Enter' &&
    !shiftKey &&
    !nativeEvent.isComposing &&
    nativeEvent.timeStamp - picked.current > PICKED_MS
  return (
    <Input.TextArea
      variant="borderless"
      value={text}
      disabled={!allowed}
      onChange={(event) => onType(event.target.value)}
      onCompositionEnd={(event) => (picked.current = event.nativeEvent.timeStamp)}
      onKeyDown={(event) => {
        if (!sends(event)) return
        event.preventDefault()
        onSend()
      }}
      autoSize={{ minRows: phone ? 1 : 2, maxRows: 8 }}
      placeholder={allowed ? t('composer.placeholder') : t('composer.refused')}
      aria-label={t('composer.label')}
      aria-describedby="composer-hint"
      autoFocus={!phone}
    />
  )
}

function Hint({ length }: { readonly length: number }) {
  const { t } = useTranslation('messenger')
  const phone = usePhone()
  if (length > MESSAGE_MAX)
    return (
      <small id="composer-hint" className="composer-over" role="alert">
        {t('composer.tooLong', { max: MESSAGE_MAX })}
      </small>
    )
  return (
    <small id="composer-hint" className="quiet">
      {phone ? '' : t('composer.hint')}
    </small>
  )
}

function Why({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation()
  const permission = conversation.asked['send']
  const lost = useLost(permission)
  const can = conversation.can['send'] ?? { allowed: false, because: 'authority/not-granted' }
  return (
    <p className="composer-why" role="status">
      <LockOutlined aria-hidden />
      <span>{lost ?? whyNot(can, permission)}</span>
      {can.because.startsWith('messaging/') ? null : (
        <Link to="/me/permissions" {...(permission === undefined ? {} : { search: { lookFor: permission } })}>
          {t('why.myPermissions')}
        </Link>
      )}
    </p>
  )
}

/** Choosing and dropping files; each becomes a message of its own. */
function useFiles({ id, can }: Conversation) {
  const { t } = useTranslation('messenger')
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const allowed = can['upload']?.allowed === true
  const take = (files: FileList | null): void => {
    for (const file of files ?? []) {
      if (fits(file)) sendFile(id, file)
      else if (file.size === 0) void message.error(t('composer.emptyFile', { name: file.name }))
      else void message.error(t('composer.tooLarge', { max: UPLOAD_BYTES_MAX / 1024 / 1024 }))
    }
  }
  const hover = (how: boolean) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(how && allowed)
  }
  return {
    over,
    choose: () => input.current?.click(),
    input: (
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="attach"
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
    ),
    dropping: {
      onDragOver: hover(true),
      onDragLeave: hover(false),
      onDrop: (event: DragEvent) => {
        hover(false)(event)
        if (allowed) take(event.dataTransfer.files)
        else void message.error(t('composer.noUpload'))
      },
    },
  }
}
