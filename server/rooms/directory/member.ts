import { machine } from '@hufu/kit'

/** The life of a member. A deed that does not fit the state is refused as `member/not-now`. */
export const lifeOf = machine('member', {
  invited: { activate: 'active', suspend: 'suspended', depart: 'departed' },
  active: { suspend: 'suspended', depart: 'departed' },
  suspended: { restore: 'active', depart: 'departed' },
  departed: {},
})
