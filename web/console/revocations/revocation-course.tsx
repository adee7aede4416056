import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  MinusCircleOutlined,
  SyncOutlined,
} from '@ant-design/icons'
import type { RevocationView } from '@hufu/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { msShort } from '../../ui/applied-note.tsx'
import { clockTime } from '../../ui/time.tsx'
import { nodeRows, refusedOf, stagesOf } from './course.ts'
import type { NodeRow, Stage } from './course.ts'

const icons: Readonly<Record<Stage, ReactNode>> = {
  done: <CheckCircleFilled />,
  working: <SyncOutlined spin />,
  failed: <CloseCircleFilled />,
  open: <MinusCircleOutlined />,
}

/** From the commit to the receipt in four steps, with what every node said at its own. */
export function RevocationCourse({ view }: { readonly view: RevocationView }) {
  const { t } = useTranslation('revocations')
  const stages = stagesOf(view)
  const rows = nodeRows(view)
  const answered = rows.filter(({ check }) => check !== null).length
  return (
    <ol className="sheet course" aria-label={t('steps.title')}>
      <Step stage="done" title={t('steps.committed')} hint={clockTime(view.at)}>
        <p className="quiet">{t('steps.revision', { revision: view.revision })}</p>
      </Step>
      <Step
        stage={stages.applied}
        title={t('steps.applied')}
        hint={
          view.applied === null
            ? t('steps.appliedUnknown')
            : t('steps.took', { ms: msShort(view.applied.tookMs) })
        }
      >
        <ul className="course-nodes">
          {rows.map((row) => (row.outcome === null ? null : <AppliedOn key={row.node} row={row} />))}
        </ul>
      </Step>
      <Step
        stage={stages.checked}
        title={t('steps.checked')}
        hint={t('steps.answered', { answered, all: rows.length })}
      >
        <ul className="course-nodes">
          {rows.map((row) => (
            <TriedOn key={row.node} row={row} awaited={view.awaited.includes(row.node)} />
          ))}
        </ul>
      </Step>
      <Step
        stage={stages.receipt}
        title={t('steps.receipt')}
        hint={t(stages.receipt === 'done' ? 'steps.receiptReady' : 'steps.receiptLater')}
      />
    </ol>
  )
}

type StepProps = {
  readonly stage: Stage
  readonly title: string
  readonly hint: string
  readonly children?: ReactNode
}

function Step({ stage, title, hint, children }: StepProps) {
  const { t } = useTranslation('revocations')
  return (
    <li className={`course-step course-${stage}`}>
      <span className="course-mark" aria-hidden>
        {icons[stage]}
      </span>
      <div>
        <h2>
          {title} <span className="sr-only">{t(`steps.stage.${stage}`)}</span>
        </h2>
        <p className="quiet">{hint}</p>
        {children}
      </div>
    </li>
  )
}

function AppliedOn({ row: { node, outcome } }: { readonly row: NodeRow }) {
  const { t } = useTranslation('revocations')
  if (outcome === null) return null
  const good = outcome.outcome !== 'silent'
  return (
    <li className={good ? 'course-good' : 'course-bad'}>
      {good ? <CheckCircleFilled aria-hidden /> : <ClockCircleOutlined aria-hidden />} <code>{node}</code>{' '}
      <span className="number">{t('steps.ms', { ms: msShort(outcome.afterMs) })}</span>
    </li>
  )
}

function TriedOn({ row: { node, check }, awaited }: { readonly row: NodeRow; readonly awaited: boolean }) {
  const { t } = useTranslation('revocations')
  // A node that was there at the change and has gone since is not asked.
  if (check === null && !awaited) return null
  if (check === null)
    return (
      <li className="course-awaited">
        <ClockCircleOutlined aria-hidden /> <code>{node}</code> {t('steps.waiting')}
      </li>
    )
  const good = check.failed.length === 0
  return (
    <li className={good ? 'course-good' : 'course-bad'}>
      {good ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} <code>{node}</code>{' '}
      <span className="number">{t('steps.tried', { refused: refusedOf(check), tried: check.tried })}</span>
    </li>
  )
}
