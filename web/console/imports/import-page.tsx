import { contract } from '@hufu/contract'
import type { ImportView } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { Alert, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { AppliedNote } from '../../ui/applied-note.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'
import { listed } from '../../words/listed.ts'
import { ImportRows } from './import-rows.tsx'
import { ImportState } from './import-state.tsx'
import { LeavingNote } from './leaving-note.tsx'
import '../console.css'

const here = getRouteApi('/signed/console/imports/$importId')
const POLL_MS = 800

/** One import from reading to report; it goes on when one leaves, and is found again here. */
export function ImportPage() {
  const { importId } = here.useParams()
  const first = useAsk(contract.directory.importState, { params: { importId } })
  const working = first.data?.state === 'reading' || first.data?.state === 'committing'
  // The same read, asked again while the server works.
  const read = useAsk(
    contract.directory.importState,
    { params: { importId } },
    { everyMs: working ? POLL_MS : false },
  )
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(view) => <Import view={view} />}
    </Shown>
  )
}

function Import({ view }: { readonly view: ImportView }) {
  const { t } = useTranslation('imports')
  const { state, dialect, encoding, rowsRead } = view
  const facts = [
    dialect === null ? null : t(`dialects.${dialect}`),
    encoding,
    rowsRead === 0 ? null : `${t('rows')} ${rowsRead}`,
    view.ignored.length === 0 ? null : t('ignored', { columns: listed(view.ignored) }),
    view.counts.departments === 0 ? null : t('departments', { count: view.counts.departments }),
  ].filter((fact) => fact !== null)
  return (
    <div className="page page-fill">
      <PageHead
        title={
          <>
            {view.fileName} <ImportState state={state} />
          </>
        }
        lead={facts.join(' · ')}
        acts={<Acts view={view} />}
      />
      {state === 'reading' || state === 'committing' ? <Working view={view} /> : null}
      {state === 'refused' ? <Alert type="warning" showIcon role="alert" title={view.reason ?? ''} /> : null}
      {state === 'committed' ? <Report view={view} /> : null}
      {state === 'ready' || state === 'committed' ? <LeavingNote view={view} /> : null}
      {state === 'ready' || state === 'committed' ? <ImportRows view={view} /> : null}
    </div>
  )
}

function Acts({ view }: { readonly view: ImportView }) {
  const { t } = useTranslation('imports')
  const { t: common } = useTranslation()
  const may = useMay('org.directory.import')
  const { commit, cancel, dialog } = useActs(view)
  if (view.state === 'ready')
    return (
      <>
        <ReasonButton can={may} permission="org.directory.import" onClick={cancel}>
          {t('cancel')}
        </ReasonButton>
        <ReasonButton
          type="primary"
          can={may}
          permission="org.directory.import"
          disabled={view.counts.new + view.counts.changed === 0}
          title={view.counts.new + view.counts.changed === 0 ? t('noCommit') : ''}
          onClick={commit}
        >
          {t('commit')}
        </ReasonButton>
        {dialog}
      </>
    )
  return <Link to="/console/imports">{view.state === 'committed' ? t('another') : common('act.back')}</Link>
}

function useActs(view: ImportView) {
  const { t } = useTranslation('imports')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const { counts } = view
  const params = { importId: view.id }
  return {
    dialog,
    cancel: (): void => {
      const done = async (): Promise<void> => {
        await ask(contract.directory.cancelImport, { params })
        tell.done(t('cancelled'))
        await readAgain()
      }
      done().catch(tell.problem)
    },
    commit: (): void =>
      askFirst({
        title: t('commitTitle', { file: view.fileName }),
        lines: [
          t('commitLines.counts', {
            added: counts.new,
            changed: counts.changed,
            departments: counts.departments,
          }),
          ...(counts.refused === 0 ? [] : [t('commitLines.refused', { count: counts.refused })]),
          ...(counts.changed === 0 ? [] : [t('commitLines.moved')]),
          t('commitLines.whole'),
        ],
        act: t('commit'),
        danger: false,
        reason: false,
        onAct: async () => {
          const { applied } = await ask(contract.directory.commitImport, { params, body: {} })
          tell.done(t('committed'), applied)
          await Promise.all([readAgain(contract.directory.tree), readAgain()])
        },
      }),
  }
}

function Working({ view }: { readonly view: ImportView }) {
  const { t } = useTranslation('imports')
  const { rowsRead: read, rowsTotal: total } = view
  const percent = total === null || total === 0 ? null : Math.floor((read / total) * 100)
  return (
    <section className="sheet sheet-pad" role="status">
      <p>
        {view.state === 'committing'
          ? t('states.committing')
          : total === null
            ? t('readingRows', { read })
            : t('readingOf', { read, total })}
      </p>
      <Progress
        percent={percent ?? 100}
        status="active"
        showInfo={percent !== null}
        aria-label={t('states.reading')}
      />
      <small className="quiet">{t('leave')}</small>
    </section>
  )
}

function Report({ view }: { readonly view: ImportView }) {
  const { t } = useTranslation('imports')
  const { counts, applied } = view
  return (
    <section className="sheet sheet-pad import-report" aria-label={t('report')}>
      <h2>{t('report')}</h2>
      <p>{t('reportLine', { ...counts, added: counts.new })}</p>
      {applied === null ? null : <AppliedNote applied={applied} />}
      <Link to="/console/members">{t('toMembers')}</Link>
    </section>
  )
}
