import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Ending } from './paths.ts'

const MINUTES = [5, 15, 30, 60, 240] as const
const MINUTES_FIRST = 30
const MODES = ['now', 'drain', 'block-new'] as const

type Props = { readonly ending: Ending; readonly onChange: (ending: Ending) => void }

/** How it ends: at once, the dangerous at once and the rest in a while, or nothing new from now on. */
export function EndingField({ ending, onChange }: Props) {
  const { t } = useTranslation('authority')
  const minutes = ending.mode === 'now' ? MINUTES_FIRST : ending.minutes
  return (
    <div className="ending">
      <label htmlFor="ending">{t('takeBack.ending')}</label>
      <div className="ending-choice">
        <Select
          id="ending"
          value={ending.mode}
          options={MODES.map((mode) => ({ value: mode, label: t(`takeBack.mode.${mode}`) }))}
          onChange={(mode) => onChange(mode === 'now' ? { mode } : { mode, minutes })}
        />
        {ending.mode === 'now' ? null : (
          <Select
            value={minutes}
            aria-label={t('takeBack.minutes')}
            options={MINUTES.map((count) => ({ value: count, label: t('takeBack.minutesCount', { count }) }))}
            onChange={(count) => onChange({ mode: ending.mode, minutes: count })}
          />
        )}
      </div>
      <p className="quiet">{t(`takeBack.modeHint.${ending.mode}`)}</p>
    </div>
  )
}
