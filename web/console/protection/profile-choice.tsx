import type { ProtectionProfile } from '@hufu/contract'
import { Radio } from 'antd'
import { useTranslation } from 'react-i18next'

const profiles = ['standard', 'strict'] as const satisfies readonly ProtectionProfile[]
const points = ['proof', 'alone', 'after', 'transfer'] as const

type Props = {
  readonly now: ProtectionProfile
  readonly value: ProtectionProfile
  readonly disabled: boolean
  readonly onChoose: (profile: ProtectionProfile) => void
}

/** The two profiles side by side, in plain words. */
export function ProfileChoice({ now, value, disabled, onChoose }: Props) {
  const { t } = useTranslation('protection')
  return (
    <Radio.Group
      className="protection-profiles"
      aria-label={t('profile')}
      value={value}
      disabled={disabled}
      onChange={({ target }) => {
        const chosen = profiles.find((profile) => profile === target.value)
        if (chosen !== undefined) onChoose(chosen)
      }}
    >
      {profiles.map((profile) => (
        <div
          key={profile}
          className={
            profile === value ? 'sheet protection-profile protection-chosen' : 'sheet protection-profile'
          }
        >
          <Radio value={profile}>
            <strong>{t(`profiles.${profile}.title`)}</strong>{' '}
            {profile === now ? <span className="tag tag-good">{t('inForce')}</span> : null}
          </Radio>
          <p className="quiet">{t(`profiles.${profile}.lead`)}</p>
          <ul>
            {points.map((point) => (
              <li key={point}>{t(`profiles.${profile}.${point}`)}</li>
            ))}
          </ul>
        </div>
      ))}
    </Radio.Group>
  )
}
