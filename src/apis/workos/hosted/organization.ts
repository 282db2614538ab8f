// The step of choosing an organization.

import { choicesOf } from '../../../core/commands/find-visit.ts';
import { enterOrganization } from '../../../core/commands/sign-in-on-visit.ts';
import { organizationPage } from '../../../pages/index.ts';
import { readId, writeId } from '../wire/ids.ts';
import { paths } from './paths.ts';
import type { Step } from './step.ts';
import { words, wrongField } from './words.ts';

export const organizationStep: Step = {
  path: paths.organization,
  stages: ['organization'],
  async show({ context, frame, visit }) {
    const organizations = await choicesOf(context, visit);
    return organizationPage({
      ...frame,
      organizations: organizations.map(({ id, name }) => ({ id: writeId('organization', id), name })),
    });
  },
  async take({ context, visit, place }, form) {
    const id = readId('organization', form.text('organizationId'));
    if (id === null) return wrongField('organizationId', words.organization);
    return await enterOrganization(context, visit, id, place);
  },
};
