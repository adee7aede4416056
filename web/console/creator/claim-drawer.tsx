import { CLAIM_EVIDENCE_MAX, contract } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { SmallFileButton } from '../../transfer/small-file.tsx'
import type { SmallFile } from '../../transfer/small-file.tsx'
import { SuccessorList } from '../../transfer/successor-list.tsx'
import { REASON_LENGTH_MAX } from '../../ui/consequence-dialog.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { useTell } from '../../ui/tell.tsx'

type Named = { readonly memberId: string; readonly name: string }
type Shows = { readonly words: string; readonly file: SmallFile | null }
type Values = {
  readonly successor: Named | null
  readonly because: string
  readonly evidence: readonly Shows[]
}

const WIDTH = 560
const nothing: Shows = { words: '', file: null }

/** What is claimed, with what shows it, and who is to take over. */
export function ClaimDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('claims')
  const send = useClaiming()
  return (
    <FormDrawer<Values>
      title={t('make.title')}
      act={t('make.send')}
      danger
      width={WIDTH}
      initial={{ successor: null, because: '', evidence: [nothing] }}
      onClose={onClose}
      onSend={send}
    >
      <p>{t('make.lead')}</p>
      <ul className="consequence">
        <li>{t('make.lines.told')}</li>
        <li>{t('make.lines.refute')}</li>
        <li>{t('make.lines.ledger')}</li>
      </ul>
      <Form.Item
        name="because"
        label={t('make.because')}
        rules={[{ required: true, whitespace: true, message: t('make.evidenceNeeded') }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={REASON_LENGTH_MAX} showCount />
      </Form.Item>
      <Form.Item
        name="evidence"
        label={t('make.evidence')}
        extra={t('make.evidenceHint', { count: CLAIM_EVIDENCE_MAX })}
        rules={[
          {
            validator: async (_, evidence: Values['evidence']) => {
              if (evidence.some(({ words }) => words.trim() === '')) throw new Error(t('make.evidenceNeeded'))
            },
          },
        ]}
        validateTrigger={[]}
      >
        <EvidenceRows />
      </Form.Item>
      <Form.Item
        name="successor"
        label={t('make.successor')}
        rules={[{ required: true, message: t('make.successorNeeded') }]}
      >
        <SuccessorField />
      </Form.Item>
    </FormDrawer>
  )
}

function useClaiming(): (values: Values) => Promise<void> {
  const { t } = useTranslation('claims')
  const tell = useTell()
  const navigate = useNavigate()
  return async ({ successor, because, evidence }) => {
    const { id } = await ask(contract.claims.make, {
      body: {
        // The form sends nothing before somebody was chosen.
        successorId: successor?.memberId ?? '',
        because: because.trim(),
        evidence: evidence.map(({ words, file }) => ({
          words: words.trim(),
          ...(file === null ? {} : { file }),
        })),
      },
    })
    tell.done(t('make.sent'))
    await navigate({ to: '/console/creator/claims/$claimId', params: { claimId: id } })
    await readAgain()
  }
}

type FieldProps<Value> = {
  readonly id?: string
  readonly value?: Value
  readonly onChange?: (value: Value) => void
}

function EvidenceRows({ id, value = [nothing], onChange }: FieldProps<readonly Shows[]>) {
  const { t } = useTranslation('claims')
  const put = (place: number, change: Partial<Shows>): void =>
    onChange?.(value.map((one, at) => (at === place ? { ...one, ...change } : one)))
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <ol className="evidence-rows">
        {value.map((one, place) => (
          // A row is told from another by its place alone.
          <li key={place}>
            <Input.TextArea
              aria-label={t('make.evidenceWords', { place: place + 1 })}
              placeholder={t('make.evidenceWords', { place: place + 1 })}
              autoSize={{ minRows: 1, maxRows: 4 }}
              maxLength={REASON_LENGTH_MAX}
              value={one.words}
              onChange={({ target }) => put(place, { words: target.value })}
            />
            <div className="page-acts">
              {one.file === null ? (
                <SmallFileButton label={t('make.chooseFile')} onFile={(file) => put(place, { file })} />
              ) : (
                <Tag closable onClose={() => put(place, { file: null })}>
                  {one.file.name}
                </Tag>
              )}
              {value.length === 1 ? null : (
                <Button onClick={() => onChange?.(value.filter((_, at) => at !== place))}>
                  {t('make.remove')}
                </Button>
              )}
            </div>
            <small className="quiet">{t('make.fileHint')}</small>
          </li>
        ))}
      </ol>
      {value.length >= CLAIM_EVIDENCE_MAX ? null : (
        <Button onClick={() => onChange?.([...value, nothing])}>{t('make.add')}</Button>
      )}
    </div>
  )
}

function SuccessorField({ id, value = null, onChange }: FieldProps<Named | null>) {
  const [find, setFind] = useState('')
  return (
    <div {...(id === undefined ? {} : { id })}>
      <SuccessorList
        find={find}
        onFind={setFind}
        chosen={value?.memberId ?? null}
        onChoose={({ memberId, name }) => onChange?.({ memberId, name })}
      />
    </div>
  )
}
