import { contract } from '@hufu/contract'
import type { CriticalAct } from '@hufu/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain, usePages } from '../../data/queries.ts'
import { useMethodWords } from '../../transfer/transfer-words.tsx'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { ReasonButton, whyNot } from '../../ui/reason-button.tsx'
import { Remains } from '../../ui/remains.tsx'
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time, clockTime, useNow } from '../../ui/time.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

const KEY = 'audit.admin.view'

/** Critical acts of the last days, newest first, each with whether and how it can be taken back. */
export function ActsList() {
  const { t } = useTranslation('halves')
  const { t: common } = useTranslation()
  const may = useMay(KEY)
  const pages = usePages(contract.criticalActs.list, { query: { limit: 30 } }, may.allowed)
  const { revert, dialog } = useReverting()
  if (!may.allowed) return <EmptyState title={whyNot(may, KEY)} />
  return (
    <section className="sheet sheet-pad" aria-label={t('acts.list')}>
      {pages.loading ? <RowsSkeleton /> : null}
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {!pages.loading && pages.error === null && pages.items.length === 0 ? (
        <EmptyState title={t('acts.none')} hint={t('acts.noneHint')} />
      ) : null}
      <ul className="critical-acts">
        {pages.items.map((act) => (
          <OneAct key={act.revision} act={act} onRevert={() => revert(act)} />
        ))}
      </ul>
      {pages.hasMore ? (
        <Button block loading={pages.loadingMore} onClick={pages.more}>
          {common('act.more')}
        </Button>
      ) : null}
      {dialog}
    </section>
  )
}

function useReverting() {
  const { t } = useTranslation('halves')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const revert = ({ revision, words, back }: CriticalAct): void =>
    askFirst({
      title: t('acts.revertTitle'),
      lines: [t('acts.revertWhat', { words }), ...(back === '' ? [] : [back])],
      act: t('acts.back'),
      onAct: async (because) => {
        const { applied } = await ask(contract.criticalActs.revert, {
          params: { revision },
          body: { because },
        })
        tell.done(t('acts.done'), applied)
        await readAgain()
      },
    })
  return { revert, dialog }
}

type ActProps = { readonly act: CriticalAct; readonly onRevert: () => void }

function OneAct({ act, onRevert }: ActProps) {
  const { t } = useTranslation('halves')
  const method = useMethodWords()
  const { by, second, at, words, permission } = act
  return (
    <li>
      <div className="critical-what">
        <strong>{words}</strong>
        <small className="quiet">
          {by?.name ?? t('acts.bySystem')}
          {second === null ? null : ` · ${t('acts.second')} ${second.name}`} · <Time at={at} />
          {' · '}
          {nameOfPermission(permission)}
          {act.method === null ? null : ` · ${method(act.method)}`}
        </small>
      </div>
      <Back act={act} onRevert={onRevert} />
    </li>
  )
}

/** Whether it can be taken back, until when, and what that would do. */
function Back({ act, onRevert }: ActProps) {
  const { t } = useTranslation('halves')
  const now = useNow()
  const { until, back, revert, revertedAt } = act
  if (revertedAt !== null)
    return <span className="tag">{t('acts.reverted', { time: clockTime(revertedAt) })}</span>
  if (until === null)
    return (
      <div className="critical-back">
        <span className="tag">{t('acts.stays')}</span>
        <small className="quiet">{back}</small>
      </div>
    )
  if (new Date(until).getTime() <= now) return <small className="quiet">{t('acts.late')}</small>
  return (
    <div className="critical-back">
      <ReasonButton size="small" danger can={revert} onClick={onRevert}>
        {t('acts.revert')}
      </ReasonButton>
      <small className="quiet">
        {t('acts.until', { time: clockTime(until) })} · <Remains until={until} />
      </small>
      <small className="quiet">{back}</small>
    </div>
  )
}
