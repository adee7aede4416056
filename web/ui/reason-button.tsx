import { wordsOf } from '@hufu/contract'
import type { Can } from '@hufu/contract'
import { Button, Popover } from 'antd'
import type { ButtonProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { locale } from '../words/locale.ts'
import { nameOfPermission } from './permission-name.tsx'
import { WayOn } from './way-on.tsx'

/** Why something may not be done, as a sentence. `permission` and what is handed out fill the blanks of the sentence. */
export function whyNot(can: Can, permission?: string, given?: string): string {
  return wordsOf(can.because, locale(), {
    ...(permission === undefined ? {} : { permission: nameOfPermission(permission) }),
    ...(given === undefined ? {} : { permissions: given }),
  })
}

type Props = ButtonProps & {
  /** What the server said; left out means the button is an ordinary one. */
  readonly can?: Can | undefined
  /** The permission asked, to name it in the reason. */
  readonly permission?: string
  /** The name of what would be handed out, where it may be too much. */
  readonly given?: string
}

/** A button that may be refused: then it stays reachable, looks quiet, and tells its reason with a way on. */
export function ReasonButton({ can, permission, given, ...button }: Props) {
  const { t } = useTranslation()
  if (can === undefined || can.allowed) return <Button {...button} />
  const why = whyNot(can, permission, given)
  const { onClick: _, danger: __, ...quiet } = button
  return (
    <Popover
      trigger={['hover', 'focus', 'click']}
      content={
        <div className="why">
          <p>{why}</p>
          <WayOn {...(permission === undefined ? {} : { permission })} />
        </div>
      }
    >
      <Button
        {...quiet}
        aria-disabled
        className={`${button.className ?? ''} refused`}
        title={t('why.button', { words: why })}
      />
    </Popover>
  )
}
