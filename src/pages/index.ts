// What the sign-in's pages offer to whoever serves them.

export { type CodeFacts, type CodePurpose, codePage } from './code.ts';
export { type ConfirmationFacts, confirmationPage, confirmedPage } from './confirmation.ts';
export {
  type DeviceCodeFacts,
  type DeviceQuestionFacts,
  deviceCodePage,
  deviceDonePage,
  deviceQuestionPage,
} from './device.ts';
export { type EnrolmentFacts, enrolmentPage } from './enrolment.ts';
export { type ForgottenPasswordFacts, forgottenPasswordPage, passwordMailPage } from './forgotten-password.ts';
export type { FormFacts, Problems } from './form.ts';
export { pageHeaders } from './headers.ts';
export { escapeHtml } from './html.ts';
export { type MessageFacts, messagePage } from './message.ts';
export { type NewPasswordFacts, newPasswordPage, newPasswordTwicePage, passwordSetPage } from './new-password.ts';
export { type OrganizationFacts, organizationPage } from './organization.ts';
export { type SignInFacts, signInPage } from './sign-in.ts';
export { type SignUpFacts, signUpPage } from './sign-up.ts';
export { passwordFaults, tooManyAttempts } from './words.ts';
