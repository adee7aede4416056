import { contract } from '@hufu/contract'
import type { FormerBecomes } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMe } from '../../data/me.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { useSending } from '../../transfer/accept-part.tsx'
import { ChangesPart } from '../../transfer/changes-part.tsx'
import { ReasonItem } from '../../ui/consequence-dialog.tsx'
import { Refused } from '../../ui/form-drawer.tsx'
import { RowsSkeleton, Shown } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { ChosenSuccessor } from './chosen-successor.tsx'
import '../../transfer/transfer.css'

type Props = { readonly successorId: string; readonly becomes: FormerBecomes }

/** What changes for both and how it goes on; then the reason, and the last button. */
export function StartCheck({ successorId, becomes }: Props) {
  const { t } = useTranslation('creator')
  const me = useMe()
  const body = { successorId, formerBecomes: becomes }
  const read = useAsk(contract.transfers.preview, { body })
  const member = useAsk(contract.directory.member, { params: { memberId: successorId } })
  const successor = member.data?.name ?? '…'
  return (
    <section className="sheet sheet-pad start-part" aria-label={t('start.step.check')}>
      <ChosenSuccessor memberId={successorId} />
      <p>
        {t('start.becomesTitle')} <strong>{t(`becomes.${becomes}`)}</strong>
      </p>
      <Shown read={read} skeleton={<RowsSkeleton rows={4} />}>
        {({ gains, loses, steps }) => (
          <>
            <h2>{t('start.changes')}</h2>
            <ChangesPart gains={gains} loses={loses} successor={successor} former={me.name} done={false} />
            <h2>{t('start.how')}</h2>
            <ol className="start-how">
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            <Last {...body} name={successor} />
          </>
        )}
      </Shown>
    </section>
  )
}

type LastProps = {
  readonly successorId: string
  readonly formerBecomes: FormerBecomes
  readonly name: string
}

function Last({ successorId, formerBecomes, name }: LastProps) {
  const { t } = useTranslation('creator')
  const tell = useTell()
  const navigate = useNavigate({ from: '/console/creator/new' })
  const { busy, error, send } = useSending(async (typed: string) => {
    const because = typed.trim()
    const { id } = await ask(contract.transfers.offer, { body: { successorId, formerBecomes, because } })
    tell.done(t('start.sent', { name }))
    await navigate({ to: '/console/creator/transfers/$transferId', params: { transferId: id } })
    await readAgain()
  })
  return (
    <Form<{ because: string }> layout="vertical" onFinish={({ because }) => send(because)}>
      <ReasonItem />
      {error === null ? null : <Refused error={error} />}
      <div className="page-acts">
        <Button onClick={() => void navigate({ search: { successor: successorId, becomes: formerBecomes } })}>
          {t('start.back')}
        </Button>
        <Button type="primary" danger htmlType="submit" loading={busy}>
          {t('start.send')}
        </Button>
      </div>
    </Form>
  )
}
