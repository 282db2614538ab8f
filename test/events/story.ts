// Many changes by many writers, and whether somebody who was told of them has heard all, in order.
import { expect } from 'vitest';
import type { Answer, Caller } from './stand.ts';

const writers = 8;
const updates = 9;

type Ask = Caller['ask'];

async function demand(answer: Promise<Answer>): Promise<Record<string, unknown>> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Writes one user's life: created, then changed again and again; the first name counts. Answers the email address. */
async function liveOne(ask: Ask, name: string, byClerk: boolean): Promise<string> {
  const email = `${name}@example.com`;
  if (byClerk) {
    const body = { email_address: [email], first_name: 'v0', skip_password_requirement: true };
    const { id } = await demand(ask('POST', '/v1/users', body));
    for (let count = 1; count <= updates; count++)
      await demand(ask('PATCH', `/v1/users/${id}`, { first_name: `v${count}` }));
  } else {
    const { id } = await demand(ask('POST', '/user_management/users', { email, first_name: 'v0' }));
    for (let count = 1; count <= updates; count++)
      await demand(ask('PUT', `/user_management/users/${id}`, { first_name: `v${count}` }));
  }
  return email;
}

/** Lets this many events happen: eight writers, one half through each API. Answers the addresses of the users. */
export async function write(ask: Ask, events: number, name: string): Promise<string[]> {
  const users = Math.ceil(events / (updates + 1));
  const emails: string[] = [];
  let begun = 0;
  const writer = async (index: number): Promise<void> => {
    for (let user = begun++; user < users; user = begun++) {
      emails.push(await liveOne(ask, `${name}${user}`, index % 2 === 0));
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, index) => writer(index)));
  return emails;
}

/** How many events these users make. */
export const countOf = (emails: readonly string[]): number => emails.length * (updates + 1);

/** Holds what was told to the promise: of each user everything, in order, at least once. */
export function judge(emails: readonly string[], told: readonly { email: string; firstName: string }[]): void {
  const furthest = new Map(emails.map((email) => [email, -1]));
  const faults: string[] = [];
  for (const { email, firstName } of told) {
    const version = Number(firstName.slice(1));
    const before = furthest.get(email);
    if (before === undefined) continue;
    if (version > before + 1) faults.push(`${email}: ${firstName} came after v${before}`);
    furthest.set(email, Math.max(before, version));
  }
  for (const [email, version] of furthest) if (version < updates) faults.push(`${email}: nothing after v${version}`);
  expect(faults).toEqual([]);
}
