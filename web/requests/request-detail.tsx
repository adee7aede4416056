import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import type { RequestView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { saveText } from '../data/save.ts'
import { CopyText } from '../ui/copy-text.tsx'
import { RiskTag } from '../ui/permission-name.tsx'
import { Person } from '../ui/person.tsx'
import { clockTime } from '../ui/time.tsx'
import { evidenceText } from './evidence-file.ts'
import { RequestFacts } from './request-facts.tsx'
import { Endorsements, GrantsOfIt } from './request-rest.tsx'
import { Due, RequestSteps } from './request-steps.tsx'
import { RequestThread } from './request-thread.tsx'
import { RequestTodo } from './request-todo.tsx'
import { RequestStateTag, useAwaited, useWhatWords } from './request-words.tsx'
import { useRequestActs } from './use-request-acts.tsx'
import './requests.css'

type Props = {
  readonly view: RequestView
  /** What an approver looks at before deciding, and the buttons; above what everybody reads. */
  readonly deciding?: React.ReactNode
}

/** One request as everybody concerned reads it: where it stands, what waits, what was said, what came of it. */
export function RequestDetail({ view, deciding }: Props) {
  const me = useMe()
  const mine = view.member.id === me.id
  return (
    <div className="request-detail">
      <Head view={view} />
      {deciding}
      <RequestTodo view={view} />
      <div className="request-columns">
        <div className="request-column">
          <RequestFacts view={view} />
          <GrantsOfIt view={view} mine={mine} />
          <Endorsements view={view} />
        </div>
        <div className="request-column">
          <RequestSteps view={view} />
          <RequestThread view={view} />
        </div>
      </div>
    </div>
  )
}

function Head({ view }: { readonly view: RequestView }) {
  const { t } = useTranslation('requests')
  const what = useWhatWords()
  const awaited = useAwaited()
  const { now, member, requester, state } = view
  return (
    <header className="sheet sheet-pad request-head">
      <div className="request-title">
        <h1>{what(view)}</h1>
        <RequestStateTag state={state} />
        {view.terms === null ? null : <RiskTag risk={view.risk} />}
      </div>
      <Person name={member.name} hint={member.department} />
      {requester.id === member.id ? null : <p className="quiet">{t('byWhom', { name: requester.name })}</p>}
      {now === null ? null : (
        <div className="request-now">
          <p>
            <strong>{awaited(view)}</strong>{' '}
            <span className="quiet">
              {now.of === 0 ? '' : `${t('stageOf', { stage: now.stage + 1, of: now.of })} · `}
              {t('since', { time: clockTime(now.since) })}
            </span>
          </p>
          <Due due={now.due} />
        </div>
      )}
      <Acts view={view} />
      <small className="quiet">
        {t('terms.number')} <CopyText text={view.id} label={t('terms.number')} />
      </small>
    </header>
  )
}

function Acts({ view }: { readonly view: RequestView }) {
  const { t } = useTranslation('requests')
  const { withdraw, submit, dialog } = useRequestActs(view)
  const { can, state, id } = view
  const ended = state === 'rejected' || state === 'upheld' || state === 'withdrawn' || state === 'lapsed'
  const asked = useMe().id === view.requester.id
  return (
    <div className="page-acts">
      {state === 'draft' && can.edit.allowed ? (
        <>
          <Button type="primary" onClick={submit}>
            {t('acts.submit')}
          </Button>
          <Link to="/me/requests/new" search={{ draft: id }} className="request-link">
            {t('acts.edit')}
          </Link>
        </>
      ) : null}
      {can.withdraw.allowed ? (
        <Button onClick={withdraw}>{t(state === 'draft' ? 'acts.discard' : 'acts.withdraw')}</Button>
      ) : null}
      {ended && asked && view.kind !== 'account' ? (
        <Link to="/me/requests/new" search={{ again: id }} className="request-link">
          {t('acts.again')}
        </Link>
      ) : null}
      {state === 'draft' ? null : (
        <>
          <Link to="/me/requests/$requestId/print" params={{ requestId: id }} className="request-link">
            <PrinterOutlined aria-hidden /> {t('acts.print')}
          </Link>
          <Button
            icon={<DownloadOutlined />}
            onClick={() => saveText(evidenceText(view), `${t('evidence.file')}-${id}.json`)}
          >
            {t('acts.download')}
          </Button>
        </>
      )}
      {dialog}
    </div>
  )
}
