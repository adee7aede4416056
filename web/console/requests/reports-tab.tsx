import { contract } from '@hufu/contract'
import type { ProblemReport } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, usePages } from '../../data/queries.ts'
import { ReportWords } from '../../requests/my-reports.tsx'
import { REASON_LENGTH_MAX } from '../../ui/consequence-dialog.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { Person } from '../../ui/person.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'

const here = getRouteApi('/signed/console/requests')

/** What people report about their permissions, with a place to answer. */
export function ReportsTab() {
  const { t } = useTranslation('approvals')
  const { t: common } = useTranslation()
  const { show } = here.useSearch()
  const navigate = here.useNavigate()
  const all = show === 'all'
  const pages = usePages(contract.problemReports.list, {
    query: { limit: 50, ...(all ? {} : { open: 'true' as const }) },
  })
  const [answering, setAnswering] = useState<ProblemReport | null>(null)
  return (
    <>
      <div className="toolbar">
        <Segmented
          aria-label={t('reports.show')}
          value={all ? 'all' : 'open'}
          options={(['open', 'all'] as const).map((each) => ({
            value: each,
            label: t(`reports.shows.${each}`),
          }))}
          onChange={(next) =>
            void navigate({
              search: (before) => ({ ...before, show: next === 'all' ? next : undefined }),
              replace: true,
            })
          }
        />
      </div>
      <section className="sheet sheet-pad" aria-label={t('reports.list')}>
        {pages.loading ? <RowsSkeleton rows={3} /> : null}
        {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
        {!pages.loading && pages.error === null && pages.items.length === 0 ? (
          <EmptyState title={t('reports.none')} hint={t('reports.noneHint')} />
        ) : null}
        <Reports reports={pages.items} onAnswer={setAnswering} />
        {pages.hasMore ? (
          <Button block type="text" loading={pages.loadingMore} onClick={pages.more}>
            {common('act.more')}
          </Button>
        ) : null}
      </section>
      {answering === null ? null : <AnswerDrawer report={answering} onClose={() => setAnswering(null)} />}
    </>
  )
}

type ReportsProps = {
  readonly reports: readonly ProblemReport[]
  readonly onAnswer: (report: ProblemReport) => void
}

function Reports({ reports, onAnswer }: ReportsProps) {
  const { t } = useTranslation('approvals')
  return (
    <ol className="reports">
      {reports.map((report) => (
        <li key={report.id}>
          <Person name={report.by.name} hint={report.by.department} size={28} />
          <ReportWords report={report} />
          <p className="quiet">{t('reports.page', { page: report.page })}</p>
          {report.state === 'open' ? (
            <ReasonButton
              size="small"
              can={report.can.answer}
              permission="request.approve"
              onClick={() => onAnswer(report)}
            >
              {t('reports.answer')}
            </ReasonButton>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

type AnswerProps = { readonly report: ProblemReport; readonly onClose: () => void }

function AnswerDrawer({ report, onClose }: AnswerProps) {
  const { t } = useTranslation('approvals')
  const tell = useTell()
  const send = async ({ answer }: { answer: string }): Promise<void> => {
    const params = { reportId: report.id }
    await ask(contract.problemReports.answer, {
      params,
      body: { answer: answer.trim() },
    })
    tell.done(t('reports.done'))
    await readAgain()
  }
  return (
    <FormDrawer<{ answer: string }>
      title={t('reports.answerTitle', { name: report.by.name })}
      act={t('reports.answer')}
      initial={{}}
      onClose={onClose}
      onSend={send}
    >
      <blockquote className="request-said">{report.words}</blockquote>
      <Form.Item
        name="answer"
        label={t('reports.answer')}
        rules={[{ required: true, whitespace: true, message: t('decide.wordsNeeded') }]}
      >
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={REASON_LENGTH_MAX} showCount />
      </Form.Item>
    </FormDrawer>
  )
}
