import { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useTakingWords } from '../console/revocations/revocation-words.tsx'
import { useMe } from '../data/me.ts'
import { useAsk } from '../data/queries.ts'
import { nameOfPermission } from '../ui/permission-name.tsx'
import { Time } from '../ui/time.tsx'
import { listed } from '../words/listed.ts'

const LATEST = 20
const NAMED_MAX = 3

/** What was taken from me, each with a way to read it and to contest it; nothing where nothing was. */
export function MyRevocations() {
  const { t } = useTranslation('after')
  const { t: words } = useTranslation('revocations')
  const takingWords = useTakingWords()
  const { id: memberId } = useMe()
  const { data } = useAsk(contract.revocations.list, { query: { memberId, limit: LATEST } })
  if (data === undefined || data.items.length === 0) return null
  return (
    <section aria-label={t('mine.list')}>
      <h2>{t('mine.list')}</h2>
      <ul className="lines">
        {data.items.map(({ id, at, by, what, reason, permissions }) => (
          <li key={id}>
            <span className="stack">
              <Link to="/me/revocations/$revocationId" params={{ revocationId: id }}>
                {permissions.length === 0
                  ? words(`taken.${what}`)
                  : listed(permissions.slice(0, NAMED_MAX).map(nameOfPermission))}
                {permissions.length <= NAMED_MAX ? null : ` ${words('more', { count: permissions.length })}`}
              </Link>
              <small>
                {by} · {takingWords({ what, reason })} · <Time at={at} />
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
