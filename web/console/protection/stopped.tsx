import type { ProtectionProfile, contract } from '@hufu/contract'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../data/shapes.ts'
import { Shown } from '../../ui/states.tsx'
import { TierTag } from '../../ui/tags.tsx'

type Preview = AnswerOf<typeof contract.protection.preview>
type Props = {
  readonly read: UseQueryResult<Preview>
  readonly profile: ProtectionProfile
}

/** So many fit on one look; more are searched. */
const SEARCHED_FROM = 8

/** Whom what is chosen would let into nothing but the page where they set up what is missing. */
export function Stopped({ read, profile }: Props) {
  const { t } = useTranslation('protection')
  return (
    <section
      className="sheet sheet-pad protection-stopped"
      aria-label={t('stopped.title')}
      aria-live="polite"
    >
      <h2>{t('stopped.title')}</h2>
      <Shown read={read}>
        {(preview) => (
          <>
            {preview.me ? <Alert type="error" showIcon title={t('stopped.me')} /> : null}
            {profile === 'strict' && !preview.seconds ? (
              <Alert type="info" showIcon title={t('stopped.alone')} />
            ) : null}
            <p>{preview.total === 0 ? t('stopped.nobody') : t('stopped.count', { count: preview.total })}</p>
            <People preview={preview} />
          </>
        )}
      </Shown>
    </section>
  )
}

function People({ preview: { stopped, total } }: { readonly preview: Preview }) {
  const { t } = useTranslation('protection')
  const [find, setFind] = useState('')
  const found = stopped.filter(({ name }) => name.toLowerCase().includes(find.trim().toLowerCase()))
  if (stopped.length === 0) return null
  return (
    <>
      {stopped.length < SEARCHED_FROM ? null : (
        <Input.Search
          allowClear
          aria-label={t('stopped.find')}
          placeholder={t('stopped.find')}
          value={find}
          onChange={({ target }) => setFind(target.value)}
        />
      )}
      <ul className="lines protection-people">
        {found.map(({ memberId, name, tier, need }) => (
          <li key={memberId}>
            <span>
              <Link to="/console/members" search={{ member: memberId }}>
                {name}
              </Link>{' '}
              <TierTag tier={tier} />
            </span>
            <small className="quiet">{t(`needs.${need}`)}</small>
          </li>
        ))}
      </ul>
      {total > stopped.length ? (
        <p className="quiet">{t('stopped.more', { shown: stopped.length, total })}</p>
      ) : null}
    </>
  )
}
