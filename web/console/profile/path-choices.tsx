import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { listed } from '../../words/listed.ts'
import type { Choice, Choices, HeldPath } from './paths.ts'

const NAMED_MAX = 3
const WORDS_MAX = 500

type Props = {
  readonly paths: readonly HeldPath[]
  readonly choices: Choices
  readonly onChoose: (choices: Choices) => void
}

/** Other ways by which the rights are held, each with what becomes of it: stopped, ended, or kept for a reason. */
export function PathChoices({ paths, choices, onChoose }: Props) {
  const { t } = useTranslation('authority')
  if (paths.length === 0) return <p className="quiet">{t('takeBack.noPaths')}</p>
  const choose = (id: string, choice: Choice): void => onChoose(new Map([...choices, [id, choice]]))
  return (
    <section className="path-choices" aria-labelledby="path-choices">
      <h3 id="path-choices">{t('takeBack.paths')}</h3>
      <p className="quiet">{t('takeBack.other')}</p>
      <ul>
        {paths.map((path) => (
          <OnePath
            key={path.id}
            path={path}
            choice={choices.get(path.id) ?? { how: 'stop', because: '' }}
            onChoose={(choice) => choose(path.id, choice)}
          />
        ))}
      </ul>
    </section>
  )
}

type OneProps = {
  readonly path: HeldPath
  readonly choice: Choice
  readonly onChoose: (choice: Choice) => void
}

function OnePath({ path: { label, path, remove, keys }, choice, onChoose }: OneProps) {
  const { t } = useTranslation('authority')
  const names = listed(keys.slice(0, NAMED_MAX).map(nameOfPermission))
  const gives = names + (keys.length > NAMED_MAX ? t('takeBack.more', { count: keys.length }) : '')
  const options = (['stop', 'remove', 'keep'] as const)
    .filter((how) => how !== 'remove' || remove.allowed)
    .map((how) => ({ value: how, label: t(`takeBack.how.${how === 'remove' ? path : how}`) }))
  return (
    <li>
      <div className="path-choice">
        <span>
          {label} <small className="quiet">{gives}</small>
        </span>
        <Select
          value={choice.how}
          options={options}
          aria-label={t('takeBack.howFor', { path: label })}
          onChange={(how) => onChoose({ ...choice, how })}
        />
      </div>
      {choice.how === 'keep' ? (
        <Input
          value={choice.because}
          maxLength={WORDS_MAX}
          aria-label={t('takeBack.keepBecause')}
          placeholder={t('takeBack.keepBecause')}
          onChange={({ target }) => onChoose({ ...choice, because: target.value })}
        />
      ) : null}
    </li>
  )
}
