// What the WorkOS API takes and what it refuses, parameter by parameter, as the vendor's specification says.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/apis/workos/index.ts';
import { at, type Method, textAt } from './app.ts';
import { findSpecification, readSpecification } from './openapi.ts';
import type { Parameter } from './parameters.ts';
import { absent, beginTalk, clientId, type Talk } from './workos-talk.ts';

const name = 'workos-openapi.yaml';
const path = findSpecification(name);
const authenticate = 'POST /user_management/authenticate';

/** Parameters that are refused, though the document has them. */
const refusedNames: Readonly<Record<string, string>> = {
  'PUT /organizations/{id} stripe_customer_id': 'there is no Stripe here',
};

/** Parameters that are needed only together with what a test like this cannot know. */
const otherFaults: Readonly<Record<string, string>> = {
  [`${authenticate} client_secret`]: 'without it the client is not known: invalid_client',
  [`${authenticate} grant_type`]: 'without it the request is no good: invalid_request',
  'POST /user_management/authorize/device client_id': 'without it the request is no good: invalid_request',
};

/** Values that are good only beside another. */
const boundValues: Readonly<Record<string, string>> = { password_salt_position: 'goes with one type of hash only' };

/** Values that no enumeration has: one like none, and one like many. */
const strangers = ['not-a-value', 'zz'];

/** Grants of products that are not here. */
const missingGrants = ['radar-email-challenge', 'radar-sms-challenge'];

const prefixes: readonly (readonly [part: string, prefix: string])[] = [
  ['/organization_memberships/', 'om'],
  ['/invitations/', 'invitation'],
  ['/organizations/', 'org'],
  ['/auth/factors/', 'auth_factor'],
  ['/auth/challenges/', 'auth_challenge'],
];

if (path === null) {
  test(`${name} is not here (set MUSTER_SPECS): nothing was held against it`, () => {
    expect(routes.length).toBeGreaterThan(40);
  });
} else {
  describe(name, () => {
    const specification = readSpecification(path);
    const blank = (text: string): string => text.replace(/:\w+|\*|\{\w+\}/g, '{}');
    const rows = new Set(routes.map((row) => blank(`${row.method} ${row.path}`)));
    const served = specification.operations.filter((operation) => rows.has(blank(operation)));
    let talk: Talk;
    let endpoint = '';
    let user = '';

    beforeAll(async () => {
      talk = await beginTalk();
      const made = await talk.post('/webhook_endpoints', { endpoint_url: 'https://hooks.example.com/', events: [] });
      endpoint = textAt(made.body, 'id');
      user = (await talk.person()).id;
    });
    afterAll(() => talk.memory.app.close());

    const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const methodOf = (operation: string): Method =>
      methods.find((method) => operation.startsWith(`${method} `)) ?? 'GET';
    const urlOf = (operation: string): string => {
      const template = operation.replace(/^\w+ /, '');
      const prefix = prefixes.find(([part]) => template.includes(part))?.[1] ?? 'user';
      const id = template.startsWith('/webhook_endpoints') ? endpoint : prefix === 'user' ? user : absent(prefix);
      return template.replace(/\{\w+\}/g, id);
    };
    const bodies = served.flatMap((operation) =>
      specification.formsOf(operation).map((form) => [operation, form] as const),
    );
    const isHere = (form: readonly Parameter[]): boolean =>
      !form.some(({ values }) => values?.some((value) => missingGrants.some((grant) => value.includes(grant))));
    const forms = bodies.filter(([, form]) => isHere(form));

    /** Asks with what every form of it needs to be known, and these. */
    const ask = async (operation: string, form: readonly Parameter[], more: object) => {
      const grants = form.filter((each) => each.name === 'grant_type').map(({ values }) => values?.[0]);
      const needed = operation === authenticate ? { grant_type: grants[0], client_id: clientId } : {};
      return await talk.memory.ask(methodOf(operation), urlOf(operation), { body: { ...needed, ...more } });
    };
    const codesIn = (body: unknown): string[] => {
      const errors = at(body, 'errors');
      const codes = Array.isArray(errors) ? errors.map((entry) => textAt(entry, 'code')) : [];
      return [textAt(body, 'code') || textAt(body, 'error'), ...codes];
    };

    test('covers what is served', () => {
      expect(served).toHaveLength(routes.length);
      expect(forms.length).toBeGreaterThan(30);
      expect(new Set(bodies.filter(([, form]) => !isHere(form)).map(([operation]) => operation))).toEqual(
        new Set([authenticate]),
      );
    });

    test('knows every parameter, and holds each to its type', async () => {
      const wrong: string[] = [];
      for (const [operation, form] of forms) {
        for (const { name: param, type } of form) {
          const { status, body } = await ask(operation, form, { [param]: type === 'object' ? 5 : {} });
          const isKnown = !codesIn(body).includes(`${param}_unknown`);
          const isExpected = isKnown === (refusedNames[`${operation} ${param}`] === undefined);
          if (!isExpected || ![400, 422].includes(status)) wrong.push(`${operation} ${param}: ${status}`);
        }
        const strange = await ask(operation, form, { shoe_size: 43 });
        if (!codesIn(strange.body).includes('shoe_size_unknown')) wrong.push(`${operation} takes what is unknown`);
      }
      expect(wrong).toEqual([]);
    });

    test('misses every parameter that is required', async () => {
      const wrong: string[] = [];
      for (const [operation, form] of forms) {
        const names = form.filter(({ isRequired }) => isRequired).map((each) => each.name);
        // A form is asked for by what sets it apart: without all of that, another of its forms is meant.
        const isOnly = operation === authenticate || specification.formsOf(operation).length === 1;
        const shared = specification.formsOf(operation).map((other) => new Set(other.map((each) => each.name)));
        for (const param of names) {
          if (otherFaults[`${operation} ${param}`] !== undefined) continue;
          if (!isOnly && !shared.every((other) => other.has(param))) continue;
          const { status, body } = await ask(operation, form, { [param]: undefined });
          const told = codesIn(body).some((code) => code.startsWith(`${param}_`));
          if (status !== 422 || !told) wrong.push(`${operation} ${param}: ${status} ${JSON.stringify(body)}`);
        }
      }
      expect(wrong).toEqual([]);
    });

    test('takes every value of an enumeration, and no other', async () => {
      const wrong: string[] = [];
      const webhook = { endpoint_url: 'https://hooks.example.com/' };
      for (const [operation, form] of forms) {
        for (const { name: param, values, isList } of form) {
          if (values === null || param === 'grant_type' || boundValues[param] !== undefined) continue;
          const needed = operation === 'POST /webhook_endpoints' ? webhook : {};
          for (const value of [...values, ...strangers]) {
            const { body, status } = await ask(operation, form, { ...needed, [param]: isList ? [value] : value });
            const isRefused = codesIn(body).some((code) => [`${param}_invalid`, 'unknown_event_type'].includes(code));
            if (isRefused !== strangers.includes(value)) wrong.push(`${operation} ${param} ${value}: ${status}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    });

    test('and so in queries', async () => {
      const wrong: string[] = [];
      let asked = 0;
      for (const operation of served) {
        const needed = operation.includes('organization_memberships') ? `&user_id=${user}` : '';
        for (const { name: param, values, type } of specification.queryOf(operation)) {
          const known = values ?? (type === 'integer' ? ['1', '100'] : []);
          const bad = values === null ? (type === 'integer' ? ['0', '101', 'x'] : []) : strangers;
          for (const value of [...known, ...bad]) {
            const { status } = await talk.get(`${urlOf(operation)}?${param}=${value}${needed}`);
            if ((status === 200) !== known.includes(value)) wrong.push(`${operation} ${param} ${value}: ${status}`);
            asked += 1;
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(asked).toBeGreaterThan(50);
    });
  });
}
