import { contract } from '@hufu/contract'
import type { HideableField, MemberCard } from '@hufu/contract'
import { EyeInvisibleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { useConsequence } from './use-consequence.tsx'

type Props = { readonly member: MemberCard; readonly field: HideableField }

/** In place of a detail that a rule hides. Whoever may read it all the same does so with a reason, one at a time. */
export function HiddenValue({ member, field }: Props) {
  const { t } = useTranslation('visibility')
  const { ask: askFirst, dialog } = useConsequence()
  const [read, setRead] = useState<{ readonly value: string | null } | null>(null)
  if (read !== null) return read.value ?? <span className="quiet">{t('notShown')}</span>
  const label = t(`fields.${field}`)
  const title = t('revealTitle', { name: member.name, field: label })
  const reveal = (): void =>
    askFirst({
      title,
      lines: [t('revealLine', { name: member.name })],
      act: t('reveal'),
      danger: false,
      onAct: async (because) => {
        const params = { memberId: member.id }
        setRead(await ask(contract.directory.reveal, { params, body: { field, because } }))
      },
    })
  return (
    <span className="hidden-value">
      <span className="quiet">
        <EyeInvisibleOutlined aria-hidden /> {t('hidden')}
      </span>
      {member.can['org.field.sensitive.view']?.allowed === true ? (
        <Button size="small" aria-label={title} onClick={reveal}>
          {t('reveal')}
        </Button>
      ) : null}
      {dialog}
    </span>
  )
}

/** A detail of a person, or that it is hidden. */
export const orHidden = (member: MemberCard, field: HideableField, shown: ReactNode): ReactNode =>
  member.hidden.includes(field) ? <HiddenValue member={member} field={field} /> : shown
