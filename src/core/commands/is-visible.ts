// Telling whether people can see a name, for those who keep names of their own.

export { isVisible } from '../rules/text.ts';
