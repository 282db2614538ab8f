// Two processes that do the same to one organization at once: once is once, and nothing is left that should not be.

import { describe, expect, test, vi } from 'vitest';
import { changesOf, everyDocument, newOrganization, newUser } from './organizations.ts';
import { engines, openProcesses, tally, wordOf } from './processes.ts';

/** The commands as one process has them: neither waits its turn behind the other. */
async function loadCommands() {
  vi.resetModules();
  const [{ createMembership }, { acceptInvitation }, { createInvitation }, { deleteRole }, { deleteOrganization }] =
    await Promise.all([
      import('../../src/core/commands/create-membership.ts'),
      import('../../src/core/commands/accept-invitation.ts'),
      import('../../src/core/commands/create-invitation.ts'),
      import('../../src/core/commands/delete-role.ts'),
      import('../../src/core/commands/delete-organization.ts'),
    ]);
  const [{ deleteUser }, { setRole }, { updateOrganization }] = await Promise.all([
    import('../../src/core/commands/delete-user.ts'),
    import('../../src/core/commands/set-role.ts'),
    import('../../src/core/commands/update-organization.ts'),
  ]);
  const members = { createMembership, acceptInvitation, createInvitation };
  return { ...members, deleteRole, deleteOrganization, deleteUser, setRole, updateOrganization };
}

describe.each(engines)('on $name', (engine) => {
  const open = async () => {
    const [one, other] = await openProcesses(engine);
    const sides = [
      { world: one.world, commands: await loadCommands() },
      { world: other.world, commands: await loadCommands() },
    ] as const;
    const everySide = Array.from({ length: 8 }, (_, index) => sides[index % 2] ?? sides[0]);
    return { world: one.world, sides, everySide };
  };

  test('the same membership is made once', async () => {
    const { world, everySide } = await open();
    const [{ id: userId }, { id: organizationId }] = [await newUser(world), await newOrganization(world)];
    const words = await Promise.all(
      everySide.map(({ world: { context }, commands }) =>
        wordOf(commands.createMembership(context, { userId, organizationId, roles: null })),
      ),
    );
    expect(tally(words)).toEqual({ done: 1, taken: 7 });
    expect((await everyDocument(world)).memberships).toHaveLength(1);
    expect((await changesOf(world)).filter(({ type }) => type === 'membership.created')).toHaveLength(1);
  });

  test('an address is invited once, and accepts once', async () => {
    const { world, everySide } = await open();
    const { id: organizationId } = await newOrganization(world);
    const wish = { email: 'ada@example.com', organizationId, role: null, inviterId: null, days: 7 };
    const invited = await Promise.all(
      everySide.map(({ world: { context }, commands }) =>
        wordOf(commands.createInvitation(context, wish, (token) => `https://x.example/${token}`)),
      ),
    );
    expect(tally(invited)).toEqual({ done: 1, taken: 7 });
    const [invitation] = (await everyDocument(world)).invitations;
    if (invitation === undefined) throw new Error('nobody was invited');
    const user = await newUser(world, 'ada@example.com');
    const accepted = await Promise.all(
      everySide.map(({ world: { context }, commands }) => wordOf(commands.acceptInvitation(context, invitation, user))),
    );
    expect(tally(accepted)).toEqual({ 'code-rejected used': 7, done: 1 });
    expect((await everyDocument(world)).memberships).toHaveLength(1);
    const types = (await changesOf(world)).map(({ type }) => type);
    expect(types.filter((type) => type === 'invitation.accepted' || type === 'membership.created')).toHaveLength(2);
  });

  test('a role goes only when nobody gets it meanwhile', async () => {
    const { world, sides } = await open();
    const { id: organizationId } = await newOrganization(world);
    for (let round = 0; round < 12; round++) {
      const { id: userId } = await newUser(world);
      const [one, other] = round % 2 === 0 ? sides : sides.toReversed();
      if (one === undefined || other === undefined) throw new Error('two sides');
      const slug = `role${round}`;
      await one.commands.setRole(one.world.context, slug, { name: slug, description: null, permissions: [] });
      await Promise.all([
        wordOf(one.commands.createMembership(one.world.context, { userId, organizationId, roles: [slug] })),
        wordOf(other.commands.deleteRole(other.world.context, slug)),
      ]);
      const { memberships, roles } = await everyDocument(world);
      const holds = memberships.some((membership) => membership.roles.includes(slug));
      expect(roles.some((role) => role.slug === slug)).toBe(holds);
    }
  });

  test('an organization that goes leaves no member behind, and each is told of', async () => {
    const { world, sides } = await open();
    const [one, other] = sides;
    for (let round = 0; round < 8; round++) {
      const { id: organizationId } = await newOrganization(world);
      const users = await Promise.all([newUser(world), newUser(world), newUser(world), newUser(world)]);
      const words = await Promise.all([
        ...users.map(({ id: userId }) =>
          wordOf(one.commands.createMembership(one.world.context, { userId, organizationId, roles: null })),
        ),
        wordOf(other.commands.deleteOrganization(other.world.context, organizationId)),
      ]);
      expect(words.at(-1)).toBe('done');
      const { memberships, organizations } = await everyDocument(world);
      expect([memberships, organizations]).toEqual([[], []]);
      const types = (await changesOf(world)).map(({ type }) => type);
      const countOf = (wanted: string) => types.filter((type) => type === wanted).length;
      expect(countOf('membership.deleted')).toBe(countOf('membership.created'));
    }
  });

  test('a user who goes leaves no membership behind', async () => {
    const { world, sides } = await open();
    const [one, other] = sides;
    const { id: organizationId } = await newOrganization(world);
    for (let round = 0; round < 8; round++) {
      const { id: userId } = await newUser(world);
      await Promise.all([
        wordOf(one.commands.createMembership(one.world.context, { userId, organizationId, roles: null })),
        wordOf(
          other.commands.deleteUser(other.world.context, { by: 'id', id: userId }, { system: false, ifRev: null }),
        ),
      ]);
      expect((await everyDocument(world)).memberships).toEqual([]);
    }
  });

  test('every merge of metadata survives', async () => {
    const { world, everySide } = await open();
    const { id } = await newOrganization(world);
    const patch = { name: { op: 'keep' }, externalId: { op: 'keep' }, domains: null } as const;
    const words = await Promise.all(
      everySide.map(({ world: { context }, commands }, index) =>
        wordOf(
          commands.updateOrganization(context, id, {
            ...patch,
            metadata: { op: 'merge-shallow', value: { [`key${index}`]: 'x' } },
          }),
        ),
      ),
    );
    expect(tally(words)).toEqual({ done: 8 });
    const [organization] = (await everyDocument(world)).organizations;
    expect(Object.keys(organization?.metadata ?? {})).toHaveLength(8);
  });
});
