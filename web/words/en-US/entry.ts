import type { Same } from '../same.ts'
import type { entry as zh } from '../zh-CN/entry.ts'

export const entry: Same<typeof zh> = {
  tagline: 'Every permission has a life, and every step of it can be proved',
  halves: 'Only when both halves match',
  signIn: {
    title: 'Sign in',
    to: 'Sign in to {{company}}',
    login: 'Login',
    password: 'Password',
    act: 'Sign in',
    needLogin: 'Enter your login',
    needPassword: 'Enter your password',
    forgotten: 'Forgot your password? Ask an administrator to invite you again.',
  },
  setup: {
    title: 'Set up the company',
    welcome: 'Welcome to Hufu',
    lead: 'Fill in these few things and the company is ready. You will be its creator.',
    code: 'One-time code',
    codeHint: 'Printed on the terminal where the server was started; works once',
    company: 'Company name',
    companyExample: 'For example: Greenfield Ltd',
    name: 'Your name',
    login: 'Login',
    loginHint: 'Letters and digits of any script; you sign in with it',
    password: 'Password',
    act: 'Create the company',
    done: 'The company is set up',
    already: 'The company is already set up; please sign in',
    toSignIn: 'Go to sign-in',
    needed: 'Please fill this in',
  },
  activate: {
    title: 'Accept the invitation',
    lead: 'Choose a password and you can start.',
    code: 'Invitation code',
    codeHint: 'It is part of the invitation link an administrator sent you',
    act: 'Set password and sign in',
  },
  password: {
    rule: 'At least {{min}} characters. A sentence only you know is easy to remember and hard to guess',
    short: 'The password needs at least {{min}} characters',
    again: 'Password again',
    differs: 'The two passwords differ',
  },
}
