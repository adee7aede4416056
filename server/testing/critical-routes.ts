import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isPermission, permission } from '@hufu/authority'

/** The routes of the golden file that ask something critical, and not only who one is. */
export const criticalRoutes = (): readonly string[] =>
  readFileSync(join(import.meta.dirname, '../../docs/golden/step-up.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [name = '', keys = ''] = line.split(' → ')
      const isHeavy = keys.split(', ').some((key) => isPermission(key) && permission(key).risk === 'critical')
      return isHeavy ? [name.replace(/ +/, ' ')] : []
    })
