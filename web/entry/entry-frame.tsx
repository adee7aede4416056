import { useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { Seal } from '../ui/seal.tsx'
import { keepLocale, locale, onLocale } from '../words/locale.ts'
import { speak } from '../words/words.ts'
import './entry.css'

type Props = { readonly title: ReactNode; readonly lead?: ReactNode; readonly children: ReactNode }

/** The frame of the pages before the door: the seal on one side, one form on the other. */
export function EntryFrame({ title, lead, children }: Props) {
  const { t } = useTranslation('entry')
  return (
    <main className="entry">
      <section className="entry-seal" aria-hidden>
        <Seal size={112} />
        <p className="entry-name">虎符</p>
        <p className="entry-tagline">{t('tagline')}</p>
        <p className="entry-halves">{t('halves')}</p>
      </section>
      <section className="entry-form">
        <header>
          <span className="entry-small-seal">
            <Seal size={36} title="Hufu" />
          </span>
          <LanguageChoice />
        </header>
        <div className="entry-card">
          <h1>{title}</h1>
          {lead === undefined ? null : <p className="quiet">{lead}</p>}
          {children}
        </div>
      </section>
    </main>
  )
}

function LanguageChoice() {
  const { t } = useTranslation()
  const now = useSyncExternalStore(onLocale, locale)
  return (
    <Segmented
      size="small"
      aria-label={t('language.label')}
      value={now}
      options={[
        { value: 'zh-CN' as const, label: t('language.zh') },
        { value: 'en-US' as const, label: t('language.en') },
      ]}
      onChange={(next) => {
        keepLocale(next)
        void speak(next)
      }}
    />
  )
}
