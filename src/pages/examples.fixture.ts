// One example of every page for the tests, its facts in whatever words the test wants to see on it.

import {
  codePage,
  confirmationPage,
  confirmedPage,
  deviceCodePage,
  deviceDonePage,
  deviceQuestionPage,
  enrolmentPage,
  type FormFacts,
  forgottenPasswordPage,
  messagePage,
  newPasswordPage,
  newPasswordTwicePage,
  organizationPage,
  type Problems,
  passwordMailPage,
  passwordSetPage,
  signInPage,
  signUpPage,
} from './index.ts';

/** What becomes of each fact: `text` and `path` get what would usually stand there. `isWrong` has every field complained about. */
export type Wording = {
  readonly text: (usual: string) => string;
  readonly path: (usual: string) => string;
  readonly qrCode: string;
  readonly isWrong: boolean;
};

type Frame = Omit<FormFacts, 'problems'>;

/** The example pages by name; a page that cannot be wrong looks the same either way. */
export function examples(wording: Wording): Readonly<Record<string, string>> {
  const { text, path } = wording;
  const frame = {
    product: text('Acme Notes'),
    action: path('/posted'),
    hidden: { flow: text('flow_01HZX'), csrf: text('csrf_4f1d') },
  };
  return { ...entrance(wording, frame), ...passwords(wording, frame), ...devices(wording, frame) };
}

/** Complaints about a form and its fields, or null. */
function complaints<Name extends string>(
  { text, isWrong }: Wording,
  fields: Readonly<Record<Name, string>>,
): Problems<Name> | null {
  return isWrong ? { form: text('That did not work. Look at what you entered.'), fields } : null;
}

function entrance(wording: Wording, frame: Frame): Record<string, string> {
  const { text, path, qrCode } = wording;
  const email = text('jane@example.com');
  const startPath = path('/start');
  const code = complaints(wording, { code: text('This code is wrong or too old.') });
  const person = {
    firstName: text('Enter your first name.'),
    lastName: text('This name is too long.'),
    email: text('This is no email address.'),
    password: text('This password is known from a breach.'),
  };
  const mailed = { ...frame, problems: code, startPath, wasResent: true };
  const signIn = { ...frame, signUpPath: path('/sign-up'), forgottenPasswordPath: path('/forgotten') };
  return {
    'sign-in': signInPage({
      ...signIn,
      problems: complaints(wording, { email: person.email, password: text('Enter your password.') }),
      email,
    }),
    'sign-up': signUpPage({
      ...frame,
      problems: complaints(wording, person),
      firstName: text('Jane'),
      lastName: text('Doe'),
      email,
      passwordHint: text('At least 8 characters.'),
      signInPath: path('/sign-in'),
    }),
    'magic-code': codePage({ ...mailed, purpose: { kind: 'magic-code', email } }),
    'email-verification': codePage({ ...mailed, purpose: { kind: 'email-verification', email } }),
    'second-factor': codePage({ ...mailed, wasResent: false, purpose: { kind: 'second-factor' } }),
    enrolment: enrolmentPage({ ...frame, problems: code, qrCode, secret: text('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP') }),
    organization: organizationPage({
      ...frame,
      problems: complaints(wording, { organizationId: text('Choose one of them.') }),
      organizations: [
        { id: text('org_1'), name: text('Acme Corporation') },
        { id: text('org_2'), name: text('The Very Long Named Society for the Advancement of Everything & Sons') },
        {
          id: text('org_3'),
          name: text('Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'),
        },
      ],
    }),
  };
}

function passwords(wording: Wording, frame: Frame): Record<string, string> {
  const { text, path } = wording;
  const { product } = frame;
  const signInPath = path('/sign-in');
  return {
    'forgotten-password': forgottenPasswordPage({
      ...frame,
      problems: complaints(wording, { email: text('This is no email address.') }),
      email: text('jane@example.com'),
      signInPath,
    }),
    'password-mail': passwordMailPage({ product, signInPath }),
    'new-password': newPasswordPage({
      ...frame,
      problems: complaints(wording, { password: text('This password is too short.') }),
      token: text('token_9c2e'),
      email: text('jane@example.com'),
      passwordHint: text('At least 8 characters.'),
    }),
    'new-password-twice': newPasswordTwicePage({
      ...frame,
      problems: complaints(wording, {
        password: text('This password is too short.'),
        repeated: text('These are two different passwords.'),
      }),
      token: text('token_9c2e'),
      email: text('jane@example.com'),
      passwordHint: text('At least 8 characters.'),
    }),
    confirmation: confirmationPage({ ...frame, problems: complaints(wording, {}), token: text('token_9c2e') }),
    confirmed: confirmedPage({ product }),
    'password-set': passwordSetPage({ product, signInPath }),
  };
}

function devices(wording: Wording, frame: Frame): Record<string, string> {
  const { text, path } = wording;
  const { product } = frame;
  const userCode = text('WDJB-MJHT');
  return {
    'device-code': deviceCodePage({
      ...frame,
      problems: complaints(wording, { userCode: text('No device shows this code.') }),
      userCode,
    }),
    'device-question': deviceQuestionPage({
      ...frame,
      problems: complaints(wording, {}),
      userCode,
      client: text('Acme for Television'),
      account: text('jane@example.com'),
    }),
    'device-allowed': deviceDonePage({ product, wasAllowed: true }),
    'device-denied': deviceDonePage({ product, wasAllowed: false }),
    message: messagePage({
      product,
      title: text('You are signed out'),
      text: text('See you soon.'),
      link: { text: text('Sign in again'), path: path('/sign-in') },
    }),
  };
}
