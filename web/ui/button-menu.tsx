import { Dropdown } from 'antd'
import type { MenuProps } from 'antd'
import type { ReactNode } from 'react'

type Props = Pick<MenuProps, 'items' | 'selectable' | 'selectedKeys'> & {
  /** Left out where the entries are links. */
  readonly onChoose?: (key: string) => void
  readonly placement?: 'topRight'
  /** The button; it opens the menu and says so (`aria-haspopup`). */
  readonly children: ReactNode
}

/** A button that opens a menu, with the first entry in hand for the keys. */
export function ButtonMenu({ onChoose, placement, children, ...menu }: Props) {
  const choosing: MenuProps =
    onChoose === undefined
      ? {}
      : {
          onClick({ key, domEvent }) {
            // The Enter that chose must not press what opens under it.
            domEvent.preventDefault()
            onChoose(key)
          },
        }
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      {...(placement === undefined ? {} : { placement })}
      menu={{ ...menu, ...choosing }}
    >
      {children}
    </Dropdown>
  )
}
