import { contract } from '@hufu/contract'
import type { ChecklistView } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { Button, Form, Input, Progress } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { REASON_LENGTH_MAX } from '../../ui/consequence-dialog.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time, clockTime } from '../../ui/time.tsx'
import '../console.css'
import './creator.css'

const here = getRouteApi('/signed/console/creator/transfers/$transferId/checklist')
type Item = ChecklistView['items'][number]

/** What is left to be done after the seat has changed hands, with what shows that it was done. */
export function ChecklistPage() {
  const { t } = useTranslation('creator')
  const { transferId } = here.useParams()
  const read = useAsk(contract.transfers.checklist, { params: { transferId } })
  const [open, setOpen] = useState<Item | null>(null)
  return (
    <div className="page page-narrow">
      <PageHead
        title={t('checklist.title')}
        lead={t('checklist.lead')}
        acts={
          <Link to="/console/creator/transfers/$transferId" params={{ transferId }} className="creator-link">
            {t('checklist.back')}
          </Link>
        }
      />
      <Shown read={read} skeleton={<PageSkeleton />}>
        {(checklist) => (
          <>
            <Standing checklist={checklist} />
            <section className="sheet sheet-pad" aria-label={t('checklist.title')}>
              <ol className="checklist">
                {checklist.items.map((item) => (
                  <OneItem key={item.key} item={item} onTick={() => setOpen(item)} />
                ))}
              </ol>
            </section>
          </>
        )}
      </Shown>
      {open === null ? null : (
        <TickDrawer transferId={transferId} item={open} onClose={() => setOpen(null)} />
      )}
    </div>
  )
}

function Standing({ checklist: { items, open, remindAt } }: { readonly checklist: ChecklistView }) {
  const { t } = useTranslation('creator')
  const done = items.length - open
  const words = t('checklist.progress', { done, all: items.length })
  return (
    <section className="sheet sheet-pad" aria-label={words}>
      <strong>{words}</strong>
      <Progress
        percent={Math.round((100 * done) / Math.max(1, items.length))}
        showInfo={false}
        aria-label={words}
        status={open === 0 ? 'success' : 'normal'}
      />
      <p className="quiet">
        {open === 0
          ? t('checklist.allDone')
          : remindAt === null
            ? null
            : t('checklist.remind', { time: clockTime(remindAt) })}
      </p>
    </section>
  )
}

function OneItem({ item, onTick }: { readonly item: Item; readonly onTick: () => void }) {
  const { t } = useTranslation('creator')
  const { title, words, doneAt, doneBy, evidence, path } = item
  return (
    <li className={doneAt === null ? '' : 'checklist-done'}>
      <header>
        <h2>{title}</h2>
        {doneAt === null ? (
          <span className="tag tag-warn">{t('checklist.open')}</span>
        ) : (
          <small>
            {doneBy === null ? '' : t('checklist.by', doneBy)}
            {t('checklist.done')} <Time at={doneAt} />
          </small>
        )}
      </header>
      <p>{words}</p>
      {evidence === '' ? null : (
        <p className="quiet">
          {t('checklist.evidence')} · {evidence}
        </p>
      )}
      {doneAt === null ? (
        <div className="page-acts">
          {path === null ? null : (
            <Link to={path} className="creator-link">
              {t('checklist.go')}
            </Link>
          )}
          <Button onClick={onTick}>{t('checklist.tick')}</Button>
        </div>
      ) : null}
    </li>
  )
}

type TickProps = { readonly transferId: string; readonly item: Item; readonly onClose: () => void }

function TickDrawer({ transferId, item, onClose }: TickProps) {
  const { t } = useTranslation('creator')
  const tell = useTell()
  return (
    <FormDrawer<{ evidence: string }>
      title={t('checklist.tickTitle', { title: item.title })}
      initial={{ evidence: '' }}
      act={t('checklist.tick')}
      onClose={onClose}
      onSend={async ({ evidence }) => {
        const params = { transferId, item: item.key }
        await ask(contract.transfers.tick, { params, body: { evidence: evidence.trim() } })
        tell.done(t('checklist.ticked'))
        await readAgain()
      }}
    >
      <p>{item.words}</p>
      <Form.Item
        name="evidence"
        label={t('checklist.evidence')}
        extra={t('checklist.evidenceHint')}
        rules={[{ required: true, whitespace: true, message: t('checklist.evidenceNeeded') }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={REASON_LENGTH_MAX} showCount />
      </Form.Item>
    </FormDrawer>
  )
}
