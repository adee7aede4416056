import { contract } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { Facts } from '../../ui/facts.tsx'
import { RowsSkeleton, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'

/** Whether notices go out by e-mail, and how that goes; nothing for who may not know. */
export function MailState() {
  const { t } = useTranslation('settings')
  const { allowed } = useMay('request.flow.manage')
  const read = useAsk(contract.notices.mail, {}, { enabled: allowed })
  if (!allowed) return null
  return (
    <section className="sheet sheet-pad settings-time" aria-label={t('mail.title')}>
      <h2>{t('mail.title')}</h2>
      <p className="quiet">{t('mail.lead')}</p>
      <Shown read={read} skeleton={<RowsSkeleton rows={1} />}>
        {({ configured, sentAt, waiting, failed }) => {
          const state = {
            key: 'state',
            label: t('mail.state'),
            value: t(configured ? 'mail.on' : 'mail.off'),
          }
          const last = sentAt === null ? t('mail.never') : <Time at={sentAt} />
          return (
            <Facts
              facts={
                configured
                  ? [
                      state,
                      { key: 'last', label: t('mail.last'), value: last },
                      { key: 'waiting', label: t('mail.waiting'), value: waiting },
                      { key: 'failed', label: t('mail.failed'), value: failed },
                    ]
                  : [state]
              }
            />
          )
        }}
      </Shown>
    </section>
  )
}
