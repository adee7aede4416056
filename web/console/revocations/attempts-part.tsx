import { contract, wordsOf } from '@hufu/contract'
import type { RevocationAttempt, RevocationView } from '@hufu/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { locale } from '../../words/locale.ts'

const AT_ONCE = 20

/** What the person has tried since, and was refused. */
export function AttemptsPart({ view: { id, what } }: { readonly view: RevocationView }) {
  const { t } = useTranslation('after')
  const { t: common } = useTranslation()
  const pages = usePages(contract.revocations.attempts, {
    params: { revocationId: id },
    query: { limit: AT_ONCE },
  })
  const gone = what === 'suspension' || what === 'departure'
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-attempts">
      <h2 id="revocation-attempts">{t('attempts.title')}</h2>
      <p className="quiet">{t(gone ? 'attempts.leadGone' : 'attempts.lead')}</p>
      {pages.loading ? <RowsSkeleton rows={2} /> : null}
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {!pages.loading && pages.error === null && pages.items.length === 0 ? (
        <p>{t('attempts.none')}</p>
      ) : null}
      {pages.items.length === 0 ? null : <Table attempts={pages.items} />}
      {pages.hasMore ? (
        <Button block loading={pages.loadingMore} onClick={pages.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </section>
  )
}

function Table({ attempts }: { readonly attempts: readonly RevocationAttempt[] }) {
  const { t } = useTranslation('after')
  const what = ({ kind, permission }: RevocationAttempt): string => {
    if (kind === 'sign-in') return t('attempts.signIn')
    if (kind === 'session') return t('attempts.session')
    return permission === null ? t('attempts.unknown') : nameOfPermission(permission)
  }
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t('attempts.what')}</th>
          <th scope="col">{t('attempts.why')}</th>
          <th scope="col">{t('attempts.where')}</th>
          <th scope="col">{t('attempts.when')}</th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <tr key={attempt.entry}>
            <th scope="row">{what(attempt)}</th>
            <td data-title={t('attempts.why')}>{whyRefused(attempt)}</td>
            <td data-title={t('attempts.where')}>
              {attempt.door === null ? '–' : <code>{attempt.door}</code>}
            </td>
            <td data-title={t('attempts.when')}>
              <Time at={attempt.at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const whyRefused = ({ code, permission }: RevocationAttempt): string =>
  wordsOf(code, locale(), permission === null ? {} : { permission: nameOfPermission(permission) })
