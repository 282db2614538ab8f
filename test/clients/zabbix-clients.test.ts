// Real clients of Zabbix that nobody here wrote: Ansible's modules and pyzabbix, against a started server.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needProgram } from '../debian.ts';
import { type Engine, engines, type Room } from './engines.ts';
import { type ServerProcess, startServer, temporaryFolder } from './server.ts';

const adminPassword = 'Quarterdeck-91';
const own = join(import.meta.dirname, 'zabbix');
const run = promisify(execFile);
const python = '/usr/bin/python3';
const modules = '/usr/lib/python3/dist-packages';

beforeAll(() => {
  needProgram(join(modules, 'pyzabbix/__init__.py'), ['python3-pyzabbix']);
  needProgram(join(modules, 'ansible_collections/community/zabbix/plugins/modules/zabbix_user.py'), ['ansible']);
}, 600_000);

describe.each(engines)('on $name', (engine: Engine) => {
  let room: Room;
  let server: ServerProcess;
  const scratch = temporaryFolder();

  beforeAll(async () => {
    room = await engine.open();
    server = await startServer(room.place, { MUSTER_ADMIN_PASSWORD: adminPassword });
  }, 120_000);

  afterAll(async () => {
    await server?.kill();
    await room?.leave();
    scratch.remove();
  });

  test('pyzabbix manages users', { timeout: 120_000 }, async () => {
    const { stdout } = await run(python, [join(own, 'pyzabbix_users.py'), server.url, adminPassword]);
    expect(JSON.parse(stdout)).toEqual({
      version: '7.0.22',
      updated: true,
      several: true,
      user: [
        {
          userid: expect.stringMatching(/^\d+$/),
          username: 'python',
          name: 'Monty',
          surname: 'Python',
          theme: 'dark-theme',
          role: { name: 'Python role' },
          usrgrps: [{ usrgrpid: expect.stringMatching(/^\d+$/), name: 'Pythons' }],
          medias: [{ sendto: ['python@example.com'] }],
        },
      ],
      count: '1',
      error: [
        -32602,
        'Invalid parameter "/1/theme": value must be one of "default", "blue-theme", "dark-theme", "hc-light", "hc-dark".',
      ],
      byToken: ['python'],
      deleted: true,
      loggedOut: true,
      after: [-32602, 'Session terminated, re-login, please.'],
    });
  });

  test.each(['', 'zabbix'])('a playbook manages groups and users below /%s', { timeout: 240_000 }, async (urlPath) => {
    const report = join(scratch.path, `report-${urlPath}.json`);
    const { port } = new URL(server.url);
    const values = { url_path: urlPath, admin_password: adminPassword, report };
    const places = { ansible_host: '127.0.0.1', ansible_httpapi_port: Number(port) };
    const options = ['-i', 'localhost,', '-e', JSON.stringify({ ...values, ...places })];
    await run('/usr/bin/ansible-playbook', [...options, join(own, 'playbook.yml')], {
      env: {
        PATH: '/usr/bin:/bin',
        HOME: scratch.path,
        LC_ALL: 'C.UTF-8',
        ANSIBLE_LOCAL_TEMP: join(scratch.path, 'ansible'),
        ANSIBLE_PYTHON_INTERPRETER: python,
      },
    });
    const { group, user, media, seen, mediaSeen } = JSON.parse(await readFile(report, 'utf8'));
    expect({ group, user, media }).toEqual({
      group: [true, false, true],
      user: [true, false, true],
      media: [true, true, false],
    });
    expect(seen).toMatchObject({ username: 'playbook', name: 'Changed', surname: 'Book', theme: 'dark-theme' });
    expect(mediaSeen).toMatchObject({
      username: 'playbook-media',
      medias: [{ sendto: ['one@example.com', 'two@example.com'], severity: '60', period: '1-5,08:00-18:00' }],
    });
  });
});
